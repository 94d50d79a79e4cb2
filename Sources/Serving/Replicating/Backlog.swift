import RedoubtBytes

/// The last bytes of the replication stream, for replicas that were cut off.
///
/// Offsets count the bytes of the stream from the first one, whose offset is 1.
struct Backlog: Sendable {
    /// The offset of the last byte; 0 before the first.
    private(set) var offset: Int64
    private var ring: [UInt8]
    /// How many bytes of the ring hold the stream.
    private var count = 0
    /// Where the next byte goes.
    private var end = 0

    /// The bytes that are kept where nothing else is asked for: as many as servers keep.
    static let standardByteCount = 1 << 20

    init(byteCount: Int = standardByteCount, offset: Int64 = 0) {
        ring = [UInt8](repeating: 0, count: max(byteCount, 1))
        self.offset = offset
    }

    /// The offset of the oldest byte that is kept; one behind the last if none is.
    var firstOffset: Int64 { offset - Int64(count) + 1 }

    /// How many bytes are kept.
    var byteCount: Int { count }

    mutating func append(_ bytes: RawSpan) {
        offset += Int64(bytes.byteCount)
        // Of more than fits, the last bytes count.
        let kept = bytes.extracting(max(bytes.byteCount - ring.count, 0)..<bytes.byteCount)
        for index in 0..<kept.byteCount {
            ring[end] = kept[byte: index]
            end += 1
            if end == ring.count { end = 0 }
        }
        count = min(count + kept.byteCount, ring.count)
    }

    /// The stream from an offset on; nil if that is not kept any more, or has not come yet.
    func bytes(from wanted: Int64) -> [UInt8]? {
        guard wanted >= firstOffset, wanted <= offset + 1 else { return nil }
        let length = Int(offset + 1 - wanted)
        let start = (end - length + ring.count) % ring.count
        guard length > 0 else { return [] }
        if start + length <= ring.count { return Array(ring[start..<start + length]) }
        return Array(ring[start...]) + Array(ring[..<(start + length - ring.count)])
    }
}
