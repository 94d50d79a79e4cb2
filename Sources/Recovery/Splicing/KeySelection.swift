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
    private var seen: KeyFilter
    /// The hashes of the keys of one run.
    private var hashes: [UInt64] = []
    private(set) var untouched = UntouchedKeys()

    /// The most bytes for the search for keys that stand twice.
    private static let filterByteCountMax = 1 << 24

    init(_ plan: TouchPlan, target: FormatVersion?, snapshotByteCount: Int) {
        self.plan = plan
        self.target = target
        // A key has some forty bytes and more.
        seen = KeyFilter(
            keyCount: snapshotByteCount / 40,
            byteCountMax: Self.filterByteCountMax
        )
    }

    /// Passes over the keys that stay where they are.
    ///
    /// - Returns: whether there were any.
    mutating func passKeys(_ frames: inout FrameReader) throws(Fault) -> Bool {
        let rule = CopyRule(from: frames.format, to: target ?? frames.format)
        let plan = plan
        var expiring = 0
        var lastExpires = false
        hashes.removeAll(keepingCapacity: true)
        let run = try frames.passKeys { (name, key) throws(Fault) -> Bool in
            let hash = ByteHash.hash(name)
            guard rule.copies(key), !plan.touches(name, hash) else { return false }
            hashes.append(hash)
            lastExpires = key.expires
            if lastExpires { expiring += 1 }
            return true
        }
        // The last key that was accepted may be one that is not passed over.
        if hashes.count > run.count, lastExpires { expiring -= 1 }
        // All in one loop, in which the processor waits for memory once and not for each.
        for hash in hashes.prefix(run.count) { note(hash, in: frames.database) }
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
    func finish(_ file: MappedFile) -> UntouchedKeys {
        var result = untouched
        result.file = file
        result.fates = plan.databases
        return result
    }

    /// The same name in another database is another key.
    private mutating func note(_ hash: UInt64, in database: Int) {
        let mixed = hash &+ UInt64(truncatingIfNeeded: database) &* 0x9E37_79B9_7F4A_7C15
        if seen.insert(mixed) { untouched.suspect(hash) }
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
