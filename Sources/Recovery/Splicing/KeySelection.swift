import RedoubtBytes
import RedoubtRDB
import RedoubtValues

/// Decides which keys of a snapshot have to be loaded, while it is read.
///
/// All others stay where they are and are copied in runs. Keys that stand twice are looked for
/// among them with a filter: what it takes for a second time is settled by ``DuplicateSearch``.
struct KeySelection {
    private let plan: TouchPlan
    private let target: FormatVersion?
    private let seen: SeenKeys
    /// The hashes of the last keys, all of one database, which ``seen`` has not got yet.
    private var hashes: [UInt64] = []
    private var database = 0
    private var segments = SnapshotSegment.List()
    private(set) var untouched = UntouchedKeys()

    private static let hashesMax = 1 << 12

    init(_ plan: TouchPlan, target: FormatVersion?, snapshotByteCount: Int, workers: Workers) {
        self.plan = plan
        self.target = target
        // A key has some forty bytes and more.
        seen = SeenKeys(keyCount: snapshotByteCount / 40, workers: workers)
    }

    /// Passes over the keys that stay where they are.
    ///
    /// - Returns: whether there were any.
    mutating func passKeys(_ frames: inout FrameReader) throws(Fault) -> Bool {
        let rule = CopyRule(from: frames.format, to: target ?? frames.format)
        let plan = plan
        var expiring = 0
        var lastExpires = false
        segments.mark(frames)
        begin(frames.database)
        let noted = hashes.count
        let run = try frames.passKeys { (name, key) throws(Fault) -> Bool in
            let hash = ByteHash.hash(name)
            guard rule.copies(key), !plan.touches(name, hash) else { return false }
            hashes.append(hash)
            lastExpires = key.expires
            if lastExpires { expiring += 1 }
            return true
        }
        // The last key that was accepted may be one that is not passed over.
        if hashes.count > noted + run.count {
            hashes.removeLast()
            if lastExpires { expiring -= 1 }
        }
        untouched.append(
            run.range,
            in: frames.database,
            keyCount: run.count,
            expiringCount: expiring
        )
        return run.count > 0
    }

    /// Takes a key that was read by itself; false if it has to be loaded.
    mutating func takes(
        _ key: KeyFrame,
        _ frames: borrowing FrameReader,
        isEmpty: Bool
    ) -> Bool {
        let attributes = key.attributes
        let passed = PassedKey(
            type: key.type,
            expires: attributes.expiresAtMs != nil,
            hasHint: attributes.idleSeconds != nil || attributes.frequency != nil
        )
        let hash = ByteHash.hash(frames.key)
        let rule = CopyRule(from: frames.format, to: target ?? frames.format)
        guard !isEmpty, attributes.metadata == nil, rule.copies(passed),
            !plan.touches(frames.key, hash)
        else {
            note(hash, in: key.database)
            return false
        }
        note(hash, in: key.database)
        untouched.append(
            key.recordOffset..<key.payloadRange.upperBound,
            in: key.database,
            keyCount: 1,
            expiringCount: passed.expires ? 1 : 0
        )
        return true
    }

    /// What is left for the output, and whether keys may stand twice.
    mutating func finish(_ file: MappedFile) -> UntouchedKeys {
        handOver()
        var result = untouched
        result.file = file
        result.fates = plan.databases
        result.suspects = seen.finish()
        result.segments = segments.all
        return result
    }

    private mutating func note(_ hash: UInt64, in database: Int) {
        begin(database)
        hashes.append(hash)
    }

    private mutating func begin(_ database: Int) {
        if database != self.database || hashes.count >= Self.hashesMax { handOver() }
        self.database = database
    }

    private mutating func handOver() {
        guard !hashes.isEmpty else { return }
        seen.note(hashes, in: database)
        hashes = []
        hashes.reserveCapacity(2 * Self.hashesMax)
    }
}

/// Which keys of a file may go to another one byte for byte.
private struct CopyRule {
    private let source: FormatVersion
    private let target: FormatVersion
    /// Between files of the same version by far the most keys may.
    private let isSame: Bool

    init(from source: FormatVersion, to target: FormatVersion) {
        self.source = source
        self.target = target
        isSame = source == target
    }

    func copies(_ key: PassedKey) -> Bool {
        if isSame, key.type == .string { return true }
        return target.canCopy(key, from: source)
    }
}
