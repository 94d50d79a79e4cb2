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
        let (group, shard) = (KeyPosition.group(of: path), KeyPosition.shard(of: path))
        // Step by step: a table that is handed to a function costs a reference to each of its
        // parts, and those of a shard are seldom in the processor's caches.
        var slot = 0
        if groups[group].isDivided {
            while let index = groups[group].shards[shard].candidate(hash: hash, from: &slot) {
                if groups[group].shards[shard].hasKey(key, at: index) {
                    return KeyPosition.position(path, index, inGroup: false)
                }
            }
        } else {
            while let index = groups[group].whole.candidate(hash: hash, from: &slot) {
                if groups[group].whole.hasKey(key, at: index) {
                    return KeyPosition.position(path, index, inGroup: true)
                }
            }
        }
        return nil
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
    @inlinable @inline(__always)
    public subscript(valueAt position: Int) -> KeyEntry {
        get { read(at: position) { $0 } }
        _modify {
            if !isDivided {
                yield &whole[valueAt: position]
            } else {
                let (group, shard) = place(at: position)
                let index = KeyPosition.index(at: position)
                if KeyPosition.isInShard(position) {
                    yield &groups[group].shards[shard][valueAt: index]
                } else {
                    yield &groups[group].whole[valueAt: index]
                }
            }
        }
    }

    /// A part of what the key at a position has; only the part is copied.
    @inlinable @inline(__always)
    public func read<Part>(at position: Int, _ part: (KeyEntry) -> Part) -> Part {
        guard isDivided else { return part(whole.value(at: position)) }
        let (group, shard) = place(at: position)
        let index = KeyPosition.index(at: position)
        if KeyPosition.isInShard(position) {
            return part(groups[group].shards[shard].value(at: index))
        }
        return part(groups[group].whole.value(at: index))
    }

    /// The group and the shard of a position, which must be one of the table as it is now divided.
    @inlinable @inline(__always)
    func place(at position: Int) -> (group: Int, shard: Int) {
        let path = KeyPosition.path(at: position)
        let group = KeyPosition.group(of: path)
        precondition(
            KeyPosition.isInShard(position) == groups[group].isDivided,
            "a stale position"
        )
        return (group, KeyPosition.shard(of: path))
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
