/// Tells whether the keys of a log keep coming back, from one key in sixteen.
///
/// Records of keys that come back are mostly passed over in the end: then they are not copied but
/// read from the log again, those few that count.
struct RepeatGauge: Sendable {
    private static let slotCount = 1 << 14
    /// The number of records of watched keys behind which it is decided anew.
    private static let trialCount = 1 << 12

    private var tags = ContiguousArray<UInt32>(repeating: 0, count: slotCount)
    private var recordCount = 0
    private var repeatCount = 0
    /// Whether most records are of keys that have come before.
    private(set) var isRepetitive = false

    /// Whether a key is watched.
    ///
    /// - Parameter open: its hash without a secret.
    @inline(__always)
    static func watches(_ open: UInt64) -> Bool { open >> 60 == 0 }

    /// Takes note of a record of a watched key.
    mutating func note(_ open: UInt64) {
        let slot = Int(truncatingIfNeeded: open >> 20) & (Self.slotCount - 1)
        let tag = UInt32(truncatingIfNeeded: open) | 1
        if tags[slot] == tag { repeatCount += 1 }
        tags[slot] = tag
        recordCount += 1
        guard recordCount == Self.trialCount else { return }
        isRepetitive = repeatCount > Self.trialCount / 2
        recordCount = 0
        repeatCount = 0
    }
}
