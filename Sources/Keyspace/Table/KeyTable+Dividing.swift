public import RedoubtBytes

/// Part of a table that is divided: in one piece, or divided into shards itself.
@usableFromInline
struct KeyGroup: Sendable {
    /// All entries, as long as they are in one piece.
    @usableFromInline var whole = ByteTable<KeyEntry>()
    /// The entries by the last bits of their path.
    @usableFromInline var shards: ContiguousArray<ByteTable<KeyEntry>> = []

    init() {}

    @inlinable @inline(__always)
    var isDivided: Bool { !shards.isEmpty }

    @usableFromInline
    mutating func divide() {
        shards = ContiguousArray(repeating: ByteTable(), count: KeyPosition.shardCount)
        for entry in whole {
            let hash = ByteHash.hash(entry.key.bytes)
            let shard = KeyPosition.shard(of: KeyPosition.path(of: hash))
            shards[shard].add(entry.key, entry.value, hash: hash)
        }
        whole = ByteTable()
    }
}

extension KeyTable {
    /// The most keys of a table in one piece, if it may be divided.
    @usableFromInline static var wholeMax: Int { 2048 }
    /// The most keys of a group in one piece.
    @usableFromInline static var groupMax: Int { 1024 }

    /// Divides the table from now on when it has grown.
    public mutating func beginDividing() {
        divides = true
        divideIfLarge()
    }

    @inlinable @inline(__always)
    mutating func divideIfLarge() {
        if divides, whole.count > Self.wholeMax { divide() }
    }

    @usableFromInline
    mutating func divide() {
        let entries = whole
        whole = ByteTable()
        groups = ContiguousArray(repeating: KeyGroup(), count: KeyPosition.groupCount)
        for entry in entries {
            addDivided(entry.key, entry.value)
        }
    }

    /// Adds a key that is known to be missing to a table that is divided.
    @usableFromInline
    mutating func addDivided(_ key: consuming ByteString, _ entry: consuming KeyEntry) {
        let hash = ByteHash.hash(key.bytes)
        let path = KeyPosition.path(of: hash)
        self[shard: path].add(key, entry, hash: hash)
        noteAdded(path)
    }

    /// Counts a key that was added, and divides its group if that has grown.
    @inlinable @inline(__always)
    mutating func noteAdded(_ path: Int) {
        groupedCount += 1
        if self[group: path].whole.count > Self.groupMax { self[group: path].divide() }
    }

    // MARK: Parts

    /// The group of a path.
    @inlinable @inline(__always)
    subscript(group path: Int) -> KeyGroup {
        _read { yield groups[KeyPosition.group(of: path)] }
        _modify { yield &groups[KeyPosition.group(of: path)] }
    }

    /// The table in which the keys of a path stand.
    @inlinable @inline(__always)
    subscript(shard path: Int) -> ByteTable<KeyEntry> {
        _read {
            let group = KeyPosition.group(of: path)
            if groups[group].isDivided {
                yield groups[group].shards[KeyPosition.shard(of: path)]
            } else {
                yield groups[group].whole
            }
        }
        _modify {
            let group = KeyPosition.group(of: path)
            if groups[group].isDivided {
                yield &groups[group].shards[KeyPosition.shard(of: path)]
            } else {
                yield &groups[group].whole
            }
        }
    }
}
