/// A hash table from byte strings to values that keeps the order of insertion.
///
/// Entries stand in one array in the order in which they came; an open-addressing index of 32-bit
/// slots with linear probing points into it. Hashes are stored, so that growing never touches the
/// keys, and looking a key up by a span allocates nothing. The order makes every output
/// deterministic and lets runs of untouched keys be copied in file order.
///
/// - Complexity: lookup, insertion and removal are O(1) expected; removal leaves a hole that is
///   closed when holes outnumber entries.
/// - Invariant: `live` entries are non-nil; the index has a power-of-two size and at most 7/8 of
///   its slots in use, tombstones included.
@frozen
public struct ByteTable<Value> {
    /// One key with its value.
    public struct Entry {
        /// The key.
        public let key: ByteString
        /// The value.
        public var value: Value
        @usableFromInline let hash: UInt64

        @usableFromInline
        init(key: ByteString, value: Value, hash: UInt64) {
            self.key = key
            self.value = value
            self.hash = hash
        }
    }

    @usableFromInline var entries: ContiguousArray<Entry?> = []
    /// 0 is empty, 1 a tombstone, everything else the index of an entry plus 2.
    @usableFromInline var slots: ContiguousArray<UInt32> = []
    @usableFromInline var live = 0
    @usableFromInline var usedSlots = 0

    /// Creates an empty table.
    @inlinable
    public init() {}

    /// Number of keys.
    @inlinable
    public var count: Int { live }

    /// Whether there are no keys.
    @inlinable
    public var isEmpty: Bool { live == 0 }

    /// Makes room for `count` keys; a hint, so cap a count that comes from a file.
    public mutating func reserve(_ count: Int) {
        entries.reserveCapacity(count)
        let wanted = Self.slotCount(for: count)
        if wanted > slots.count { rebuildIndex(slotCount: wanted) }
    }

    // MARK: Finding

    /// The position of `key`, good until the next removal.
    @inlinable
    public func position(of key: RawSpan) -> Int? {
        find(key, hash: ByteHash.hash(key))?.entry
    }

    /// Whether `key` is in the table.
    @inlinable
    public func contains(_ key: RawSpan) -> Bool {
        position(of: key) != nil
    }

    /// The value of `key`.
    @inlinable
    public subscript(_ key: RawSpan) -> Value? {
        guard let position = position(of: key) else { return nil }
        return entries[position]?.value
    }

    /// The entry at a position that ``position(of:)`` gave.
    @inlinable
    public subscript(position position: Int) -> Entry {
        get {
            guard let entry = entries[position] else { preconditionFailure("a stale position") }
            return entry
        }
        _modify {
            guard var entry = entries[position] else { preconditionFailure("a stale position") }
            // The hole makes the entry uniquely referenced while it is changed.
            entries[position] = nil
            defer { entries[position] = entry }
            yield &entry
        }
    }

    // MARK: Changing

    /// Sets the value of `key`, at the end of the order if it is new.
    ///
    /// - Returns: the value that was replaced.
    @discardableResult
    public mutating func set(_ key: RawSpan, to value: Value) -> Value? {
        let hash = ByteHash.hash(key)
        if let found = find(key, hash: hash) {
            let old = entries[found.entry]?.value
            self[position: found.entry].value = value
            return old
        }
        append(ByteString(key), value, hash: hash)
        return nil
    }

    /// Sets the value of an owned key without copying the key.
    @discardableResult
    public mutating func set(_ key: ByteString, to value: Value) -> Value? {
        let hash = ByteHash.hash(key.bytes)
        if let found = find(key.bytes, hash: hash) {
            let old = entries[found.entry]?.value
            self[position: found.entry].value = value
            return old
        }
        append(key, value, hash: hash)
        return nil
    }

    /// Adds `key` with the value unless it is there.
    ///
    /// - Returns: whether the key was added.
    @discardableResult
    public mutating func insert(_ key: RawSpan, _ value: @autoclosure () -> Value) -> Bool {
        let hash = ByteHash.hash(key)
        guard find(key, hash: hash) == nil else { return false }
        append(ByteString(key), value(), hash: hash)
        return true
    }

    /// Removes `key`.
    ///
    /// - Returns: the value that it had.
    @discardableResult
    public mutating func remove(_ key: RawSpan) -> Value? {
        guard let found = find(key, hash: ByteHash.hash(key)) else { return nil }
        let value = entries[found.entry]?.value
        entries[found.entry] = nil
        slots[found.slot] = 1
        live -= 1
        if live == 0 {
            removeAll()
        } else if entries.count > 32, entries.count > live * 2 {
            compact()
        }
        return value
    }

    /// Removes every key.
    public mutating func removeAll() {
        self = ByteTable()
    }

    // MARK: Inside

    @usableFromInline
    struct Found {
        @usableFromInline let entry: Int
        @usableFromInline let slot: Int
        @usableFromInline
        init(entry: Int, slot: Int) {
            self.entry = entry
            self.slot = slot
        }
    }

    @usableFromInline
    func find(_ key: RawSpan, hash: UInt64) -> Found? {
        guard !slots.isEmpty else { return nil }
        let mask = slots.count &- 1
        var slot = Int(truncatingIfNeeded: hash) & mask
        while slots[slot] != 0 {
            if slots[slot] > 1 {
                let index = Int(slots[slot]) &- 2
                if let entry = entries[index], entry.hash == hash,
                    entry.key.bytes.equalsBytes(key)
                {
                    return Found(entry: index, slot: slot)
                }
            }
            slot = (slot &+ 1) & mask
        }
        return nil
    }

    private mutating func append(_ key: ByteString, _ value: Value, hash: UInt64) {
        if (usedSlots + 1) * 8 > slots.count * 7 {
            rebuildIndex(slotCount: Self.slotCount(for: Swift.max(live * 2, 8)))
        }
        precondition(entries.count < Int(UInt32.max) - 2, "more keys than a table can index")
        let mask = slots.count &- 1
        var slot = Int(truncatingIfNeeded: hash) & mask
        while slots[slot] != 0 { slot = (slot &+ 1) & mask }
        slots[slot] = UInt32(truncatingIfNeeded: entries.count &+ 2)
        usedSlots += 1
        live += 1
        entries.append(Entry(key: key, value: value, hash: hash))
    }

    private mutating func compact() {
        entries.removeAll { $0 == nil }
        rebuildIndex(slotCount: Self.slotCount(for: live))
    }

    private mutating func rebuildIndex(slotCount: Int) {
        var fresh = ContiguousArray<UInt32>(repeating: 0, count: slotCount)
        let mask = slotCount - 1
        for (index, entry) in entries.enumerated() {
            guard let entry else { continue }
            var slot = Int(truncatingIfNeeded: entry.hash) & mask
            while fresh[slot] != 0 { slot = (slot &+ 1) & mask }
            fresh[slot] = UInt32(truncatingIfNeeded: index &+ 2)
        }
        slots = fresh
        usedSlots = live
    }

    private static func slotCount(for keys: Int) -> Int {
        var count = 8
        while count * 3 < keys * 4 { count *= 2 }
        return count
    }
}

extension ByteTable: Sendable where Value: Sendable {}
extension ByteTable.Entry: Sendable where Value: Sendable {}

extension ByteTable: Sequence {
    /// Visits the entries in the order of insertion.
    public struct Iterator: IteratorProtocol {
        private var base: ContiguousArray<Entry?>.Iterator

        init(_ entries: ContiguousArray<Entry?>) {
            base = entries.makeIterator()
        }

        /// The next entry.
        public mutating func next() -> Entry? {
            while let candidate = base.next() {
                if let candidate { return candidate }
            }
            return nil
        }
    }

    /// Visits the entries in the order of insertion.
    public func makeIterator() -> Iterator {
        Iterator(entries)
    }

    /// Number of keys.
    public var underestimatedCount: Int { live }
}
