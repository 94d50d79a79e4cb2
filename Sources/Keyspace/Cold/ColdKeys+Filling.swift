import RedoubtBytes
import RedoubtRDB

/// Keys of a snapshot on their way into a table.
public struct ColdBatch: Sendable {
    /// The hash and the place of each key, in the order of the file.
    var keys: ContiguousArray<Key> = []

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
    }

    /// The same keys in batches of at most `countMax`.
    public func parts(of countMax: Int) -> [ColdBatch] {
        guard keys.count > countMax else { return keys.isEmpty ? [] : [self] }
        return stride(from: 0, to: keys.count, by: countMax).map { start in
            var part = ColdBatch()
            part.keys = ContiguousArray(keys[start..<min(start + countMax, keys.count)])
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
    /// - Returns: why it ended, and the offset of the key; nil if all were added.
    public mutating func insert(_ batch: ColdBatch) -> (outcome: ColdInsertion, offset: Int)? {
        for key in batch.keys {
            let outcome = insert(key)
            guard outcome == .inserted else { return (outcome, key.slot.offset) }
        }
        return nil
    }

    private mutating func insert(_ key: ColdBatch.Key) -> ColdInsertion {
        if partitions.count == 1, partitions[0].used >= Self.dividedMin { divide() }
        let number = partitionNumber(of: key.hash)
        let source = source
        let outcome = partitions[number].insert(key.slot) { other in
            // Few tags are equal without the keys being.
            guard let name = source.heading(at: other.offset)?.name else { return false }
            return source.hasKey(name.bytes, at: key.slot.offset)
        }
        guard outcome == .inserted else { return outcome }
        count &+= 1
        if key.slot.expires { expiringCount &+= 1 }
        return outcome
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
