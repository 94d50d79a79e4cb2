import RedoubtBytes
import RedoubtRDB

/// Keys of a snapshot on their way into a table.
public struct ColdBatch: Sendable {
    /// The hash and the place of each key, in the order of the file.
    var keys: ContiguousArray<Key> = []
    /// A bit for each hash, which tells nearly all strangers; empty if all keys have to be asked.
    private var marks: ContiguousArray<UInt64> = []

    struct Key: Sendable {
        let hash: UInt64
        /// The offset, and whether the key expires.
        let slot: ColdSlot
    }

    /// No keys.
    public init() {}

    /// Number of keys.
    public var count: Int { keys.count }

    /// Adds a key whose record begins at an offset of the file.
    public mutating func add(_ name: RawSpan, at offset: Int, expires: Bool, seed: UInt64) {
        let hash = ByteHash.hash(name, seed)
        let slot = ColdSlot(tag: ColdKeys.tag(of: hash), offset: offset, expires: expires)
        keys.append(Key(hash: hash, slot: slot))
        marks = []
    }

    /// Those of some hashes (``ColdKeys/hash(of:_:)``) that keys of the batch have.
    public func hashes(among wanted: Set<UInt64>) -> Set<UInt64> {
        let likely = wanted.filter { hash in
            marks.isEmpty || marks[Self.word(hash, marks.count)] & Self.bit(hash) != 0
        }
        guard !likely.isEmpty else { return [] }
        return likely.intersection(keys.lazy.map(\.hash))
    }

    private static func word(_ hash: UInt64, _ count: Int) -> Int {
        Int(truncatingIfNeeded: hash >> 6) & (count - 1)
    }

    private static func bit(_ hash: UInt64) -> UInt64 { 1 << (hash & 63) }

    /// Marks the hashes, with some eight bits for each.
    private mutating func mark() {
        var count = 1
        while count * 8 < keys.count { count *= 2 }
        marks = ContiguousArray(repeating: 0, count: count)
        for key in keys { marks[Self.word(key.hash, count)] |= Self.bit(key.hash) }
    }

    /// The same keys in batches of at most `countMax`, which are quickly searched.
    public func parts(of countMax: Int) -> [ColdBatch] {
        stride(from: 0, to: keys.count, by: countMax).map { start in
            var part = ColdBatch()
            let end = min(start + countMax, keys.count)
            part.keys = end - start == keys.count ? keys : ContiguousArray(keys[start..<end])
            part.mark()
            return part
        }
    }

    /// Takes the last key back.
    public mutating func removeLast() {
        keys.removeLast()
    }
}

extension ColdKeys {
    /// Adds the keys of a batch, up to the first that can not be added.
    ///
    /// - Parameter expected: about how many keys there will be in all; 0 if nobody knows.
    /// - Returns: why it ended, and the offset of the key; nil if all were added.
    public mutating func insert(
        _ batch: ColdBatch,
        expected: Int = 0
    ) -> (outcome: ColdInsertion, offset: Int)? {
        var next = 0..<min(Self.groupSize, batch.keys.count)
        prefetch(batch.keys[next])
        while !next.isEmpty {
            if partitions.count == 1, partitions[0].used >= Self.dividedMin { divide() }
            let group = next
            next = group.upperBound..<min(group.upperBound + Self.groupSize, batch.keys.count)
            prefetch(batch.keys[next])
            let refused = insert(batch.keys[group], expected / partitions.count)
            if let refused { return refused }
        }
        return nil
    }

    /// As many keys are looked up at a time: memory is asked for while others are added.
    private static let groupSize = 32

    private func prefetch(_ keys: ContiguousArray<ColdBatch.Key>.SubSequence) {
        for key in keys { partitions[partitionNumber(of: key.hash)].prefetch(key.slot.tag) }
    }

    private mutating func insert(
        _ keys: ContiguousArray<ColdBatch.Key>.SubSequence,
        _ expected: Int
    ) -> (outcome: ColdInsertion, offset: Int)? {
        let source = source
        for key in keys {
            let number = partitionNumber(of: key.hash)
            let outcome = partitions[number].insert(key.slot, expected: expected) { other in
                source.isSame(other.offset, key.slot.offset)
            }
            guard outcome == .inserted else { return (outcome, key.slot.offset) }
            count &+= 1
            if key.slot.expires { expiringCount &+= 1 }
        }
        return nil
    }

    /// Removes the keys of a batch from the places where it has them.
    public mutating func remove(_ batch: ColdBatch) {
        for key in batch.keys {
            let number = partitionNumber(of: key.hash)
            let found = partitions[number].find(key.slot.tag, index) { slot in
                slot.offset == key.slot.offset
            }
            if let found { remove(at: ColdPosition(partition: number, slot: found)) }
        }
    }

    /// Divides a table that has become large into partitions.
    ///
    /// A slot does not have the whole hash, so the names are read again.
    private mutating func divide() {
        let old = partitions[0]
        partitions = ContiguousArray(repeating: ColdPartition(), count: 1 << Self.partitionBits)
        for index in 0..<old.slotCount {
            let slot = old.slot(index, self.index)
            guard !slot.isEmpty, let name = source.heading(at: slot.offset)?.name else { continue }
            let number = partitionNumber(of: ByteHash.hash(name.bytes, seed))
            _ = partitions[number].insertMoved(slot)
        }
        count = partitions.reduce(0) { $0 + $1.count }
        expiringCount = partitions.reduce(0) { $0 + $1.expiringCount }
    }
}

extension SnapshotSource {
    /// Whether two places have the same key: few tags are equal without the keys being.
    fileprivate func isSame(_ first: Int, _ second: Int) -> Bool {
        // The pages around these places are not needed again soon; the system maps some of them
        // with each that is read.
        defer {
            for offset in [first, second] {
                file?.release((offset & ~0xFFFF)..<min((offset | 0xFFFF) + 1, mappedCount))
            }
        }
        guard let name = heading(at: first)?.name else { return false }
        return hasKey(name.bytes, at: second)
    }
}
