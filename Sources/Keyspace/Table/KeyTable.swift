public import RedoubtBytes

/// The keys of a database: a ``ByteTable`` as long as they are few or nobody is served from them,
/// and divided by hash into small ones otherwise.
///
/// A copy shares its memory with the original. While it lives, a write copies the shard of its key
/// and not the whole table, so that whoever writes a snapshot beside requests costs each of them
/// little. Growing stops nobody for long either: a table is divided into groups, and each group
/// into shards, when it is still small.
///
/// In one piece, entries stand in the order of insertion; divided, shard by shard, and in each in
/// that order.
///
/// - Invariant: `groups` is empty, or `whole` is.
public struct KeyTable: Sendable {
    /// A key with what it has.
    public typealias Entry = ByteTable<KeyEntry>.Entry

    /// All entries, as long as they are in one piece.
    @usableFromInline var whole = ByteTable<KeyEntry>()
    /// The entries by the first bits of their path.
    @usableFromInline var groups: ContiguousArray<KeyGroup> = []
    /// Number of entries in the groups.
    @usableFromInline var groupedCount = 0
    /// Whether the table is divided when it has grown.
    @usableFromInline var divides: Bool

    /// No keys.
    ///
    /// - Parameter divides: whether the table is divided when it has grown.
    @inlinable
    public init(divides: Bool = false) {
        self.divides = divides
    }

    /// Number of keys.
    @inlinable
    public var count: Int { groups.isEmpty ? whole.count : groupedCount }

    /// Whether there are no keys.
    @inlinable
    public var isEmpty: Bool { count == 0 }

    /// Whether the entries are in more than one piece.
    @inlinable @inline(__always)
    var isDivided: Bool { !groups.isEmpty }

    // MARK: Finding

    /// The position of `key`, good until a key is added or removed.
    @inlinable
    public func position(of key: RawSpan) -> Int? {
        guard isDivided else { return whole.position(of: key) }
        let hash = ByteHash.hash(key)
        let path = KeyPosition.path(of: hash)
        guard let index = self[shard: path].position(of: key, hash: hash) else { return nil }
        return KeyPosition.position(path, index, inGroup: !self[group: path].isDivided)
    }

    /// Whether `key` is in the table.
    @inlinable
    public func contains(_ key: RawSpan) -> Bool {
        position(of: key) != nil
    }

    /// What `key` has.
    @inlinable
    public subscript(_ key: RawSpan) -> KeyEntry? {
        position(of: key).map { self[valueAt: $0] }
    }

    /// What the key at a position has that ``position(of:)`` gave.
    @inlinable
    public subscript(valueAt position: Int) -> KeyEntry {
        _read {
            if isDivided {
                yield self[shard: path(at: position)][valueAt: KeyPosition.index(at: position)]
            } else {
                yield whole[valueAt: position]
            }
        }
        _modify {
            if isDivided {
                let index = KeyPosition.index(at: position)
                yield &self[shard: path(at: position)][valueAt: index]
            } else {
                yield &whole[valueAt: position]
            }
        }
    }

    /// The path of a position, which must be one of the table as it is now divided.
    @inlinable @inline(__always)
    func path(at position: Int) -> Int {
        let path = KeyPosition.path(at: position)
        precondition(
            KeyPosition.isInShard(position) == self[group: path].isDivided,
            "a stale position"
        )
        return path
    }

    // MARK: Changing

    /// Gives `key` an entry, behind all others of its shard if it is new.
    ///
    /// - Returns: what was replaced.
    @inlinable
    @discardableResult
    public mutating func set(_ key: RawSpan, to entry: consuming KeyEntry) -> KeyEntry? {
        guard isDivided else {
            let old = whole.set(key, to: entry)
            divideIfLarge()
            return old
        }
        let hash = ByteHash.hash(key)
        let path = KeyPosition.path(of: hash)
        let old = self[shard: path].set(key, to: entry, hash: hash)
        if old == nil { noteAdded(path) }
        return old
    }

    /// Gives an owned key an entry without copying the key.
    @inlinable
    @discardableResult
    public mutating func set(
        _ key: consuming ByteString,
        to entry: consuming KeyEntry
    ) -> KeyEntry? {
        guard isDivided else {
            let old = whole.set(key, to: entry)
            divideIfLarge()
            return old
        }
        let hash = ByteHash.hash(key.bytes)
        let path = KeyPosition.path(of: hash)
        let old = self[shard: path].set(key, to: entry, hash: hash)
        if old == nil { noteAdded(path) }
        return old
    }

    /// Adds a key that is known to be missing.
    @inlinable
    public mutating func add(_ key: RawSpan, _ entry: consuming KeyEntry) {
        guard isDivided else {
            whole.add(key, entry)
            return divideIfLarge()
        }
        addDivided(ByteString(key), entry)
    }

    /// Adds `key` with an entry unless it is there.
    ///
    /// - Returns: whether the key was added.
    @inlinable
    @discardableResult
    public mutating func insert(_ key: RawSpan, _ entry: @autoclosure () -> KeyEntry) -> Bool {
        guard isDivided else {
            let isNew = whole.insert(key, entry())
            divideIfLarge()
            return isNew
        }
        guard position(of: key) == nil else { return false }
        addDivided(ByteString(key), entry())
        return true
    }

    /// Removes `key`.
    ///
    /// - Returns: what it had.
    @inlinable
    @discardableResult
    public mutating func remove(_ key: RawSpan) -> KeyEntry? {
        guard isDivided else { return whole.remove(key) }
        let hash = ByteHash.hash(key)
        guard let old = self[shard: KeyPosition.path(of: hash)].remove(key, hash: hash) else {
            return nil
        }
        groupedCount -= 1
        // Without keys, it costs again what a small table costs.
        if groupedCount == 0 { groups = [] }
        return old
    }

    /// Removes every key.
    @inlinable
    public mutating func removeAll() {
        self = KeyTable(divides: divides)
    }
}
