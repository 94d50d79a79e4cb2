public import RedoubtBytes
public import RedoubtRDB
import RedoubtValues

/// Keys of one database that are still where they stand in a mapped snapshot: for each of them a
/// table has the place, and nothing else is in memory.
///
/// A key is in this table or among the entries of its database, never in both: whoever touches it
/// takes it out (``take(_:)``). A copy shares the memory until one of the two changes, so it is the
/// dataset as it was, for whoever writes it elsewhere. Slots never move once the table is complete.
///
/// The name of a key is compared with the file wherever it is looked for: a table that does not fit
/// the file hides keys and gives no wrong ones.
public struct ColdKeys: Sendable {
    /// The snapshot, with what its payloads need.
    public private(set) var source: SnapshotSource
    /// The seed of the hashes.
    public let seed: UInt64
    /// The index file in which partitions stand that were not changed.
    let index: MappedFile?
    var partitions: ContiguousArray<ColdPartition>
    /// Number of keys.
    public internal(set) var count = 0
    /// Number of keys that expire.
    public internal(set) var expiringCount = 0

    /// A database with this many keys is divided into partitions.
    static let dividedMin = 1 << 14
    static let partitionBits: UInt64 = 12

    /// No keys of a snapshot.
    public init(_ source: SnapshotSource, seed: UInt64) {
        self.init(source, seed: seed, index: nil, partitions: [ColdPartition()])
    }

    init(
        _ source: SnapshotSource,
        seed: UInt64,
        index: MappedFile?,
        partitions: ContiguousArray<ColdPartition>
    ) {
        self.source = source
        self.seed = seed
        self.index = index
        self.partitions = partitions
        for partition in partitions {
            count += partition.count
            expiringCount += partition.expiringCount
        }
    }

    /// Whether there are no keys.
    public var isEmpty: Bool { count == 0 }

    /// Whether a file is so small that its records can be found by a table.
    public static func canIndex(byteCount: Int) -> Bool { byteCount <= ColdSlot.offsetMax }

    /// Reads on with a source that knows more of the same file.
    public mutating func adopt(_ source: SnapshotSource) {
        self.source = source
    }

    /// The hash of a key in batches with a seed.
    public static func hash(of key: RawSpan, _ seed: UInt64) -> UInt64 {
        ByteHash.hash(key, seed)
    }

    // MARK: Finding

    /// The place of a key; nil for one that is not here.
    public func position(of key: RawSpan) -> ColdPosition? {
        guard count > 0 else { return nil }
        let hash = ByteHash.hash(key, seed)
        let number = partitionNumber(of: hash)
        let source = source
        let index = partitions[number].find(Self.tag(of: hash), index) { slot in
            !slot.isGone && source.hasKey(key, at: slot.offset)
        }
        return index.map { ColdPosition(partition: number, slot: $0) }
    }

    /// Whether a key is here.
    public func contains(_ key: RawSpan) -> Bool {
        position(of: key) != nil
    }

    /// Whether a key is here, or was until somebody took it out or removed it.
    public func hasMet(_ key: RawSpan) -> Bool {
        let hash = ByteHash.hash(key, seed)
        let source = source
        return partitions[partitionNumber(of: hash)].find(Self.tag(of: hash), index) { slot in
            source.hasKey(key, at: slot.offset)
        } != nil
    }

    @inline(__always)
    func partitionNumber(of hash: UInt64) -> Int {
        partitions.count == 1 ? 0 : Int(truncatingIfNeeded: hash >> (64 - Self.partitionBits))
    }

    @inline(__always)
    static func tag(of hash: UInt64) -> UInt64 {
        (hash << Self.partitionBits) >> (64 - ColdSlot.tagBits)
    }

    func slot(at position: ColdPosition) -> ColdSlot {
        partitions[position.partition].slot(position.slot, index)
    }

    // MARK: Reading

    /// Where the record of a key begins in the file.
    public func recordOffset(at position: ColdPosition) -> Int {
        slot(at: position).offset
    }

    /// What stands in front of the value at a place; nil if the file does not have a key there.
    public func heading(at position: ColdPosition) -> KeyHeading? {
        source.heading(at: slot(at: position).offset)
    }

    /// The name of the key at a place; nil if the file does not have one there.
    public func name(at position: ColdPosition) -> ByteString? {
        source.heading(at: slot(at: position).offset)?.name
    }

    /// When the key at a place expires, in milliseconds since 1970.
    public func expiry(at position: ColdPosition) -> Int64? {
        let slot = slot(at: position)
        guard slot.expires else { return nil }
        return source.heading(at: slot.offset)?.attributes.expiresAtMs
    }

    /// The key at a place with its frozen value; nil if the file does not have one there.
    ///
    /// Of a value whose end can not be found every reading fails.
    public func entry(at position: ColdPosition) -> (name: ByteString, entry: KeyEntry)? {
        entry(recordedAt: slot(at: position).offset)
    }

    /// The key whose record begins at an offset of the file, with its frozen value.
    public func entry(recordedAt offset: Int) -> (name: ByteString, entry: KeyEntry)? {
        if let found = try? source.key(at: offset) {
            let value = FrozenValue(source, found.key.type, found.key.payloadRange)
            return (found.name, KeyEntry(.frozen(value), found.key.attributes))
        }
        guard let heading = source.heading(at: offset) else { return nil }
        // A range that reaches beyond the file is a fault to whoever reads it.
        let range = heading.payloadOffset..<(source.mappedCount + 1)
        let value = FrozenValue(source, heading.type, range)
        return (heading.name, KeyEntry(.frozen(value), heading.attributes))
    }

    // MARK: Taking out

    /// Takes a key out with its frozen value and its attributes; nil for one that is not here.
    public mutating func take(_ key: RawSpan) -> KeyEntry? {
        guard let position = position(of: key) else { return nil }
        let entry = entry(at: position)?.entry
        remove(at: position)
        return entry
    }

    /// Removes a key; false for one that is not here.
    @discardableResult
    public mutating func remove(_ key: RawSpan) -> Bool {
        guard let position = position(of: key) else { return false }
        remove(at: position)
        return true
    }

    /// Removes the key at a place.
    public mutating func remove(at position: ColdPosition) {
        let before = partitions[position.partition].expiringCount
        let had = partitions[position.partition].count
        partitions[position.partition].remove(at: position.slot, index)
        count -= had - partitions[position.partition].count
        expiringCount -= before - partitions[position.partition].expiringCount
    }
}

/// The place of a cold key, in the order in which they are walked.
public struct ColdPosition: Hashable, Comparable, Sendable {
    /// The place as a number below 2³⁴, for cursors.
    public let rawValue: UInt64

    /// The place before all others.
    public static let start = ColdPosition(rawValue: 0)

    /// A place by its number; any number is fine, since a walk goes on with the next key behind it.
    public init(rawValue: UInt64) {
        self.rawValue = rawValue
    }

    init(partition: Int, slot: Int) {
        rawValue = UInt64(partition) << 22 | UInt64(slot)
    }

    var partition: Int { Int(truncatingIfNeeded: rawValue >> 22) }
    var slot: Int { Int(truncatingIfNeeded: rawValue & 0x3F_FFFF) }

    /// The place behind this one.
    public var next: ColdPosition { ColdPosition(rawValue: rawValue &+ 1) }

    /// Whether a place comes before another.
    public static func < (first: ColdPosition, second: ColdPosition) -> Bool {
        first.rawValue < second.rawValue
    }
}
