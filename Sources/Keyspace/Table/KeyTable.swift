public import RedoubtBytes
import RedoubtRDB
import RedoubtValues

/// The keys of a database: a ``ByteTable`` as long as they are few or nobody is served from them,
/// and divided by hash into small ones otherwise.
///
/// A copy shares its memory with the original. While it lives, a write copies the shard of its key
/// and not the whole table, so that whoever writes a snapshot beside requests costs each of them
/// little. Growing stops nobody for long either: a table is divided once, when it is still small.
///
/// In one shard, entries stand in the order of insertion; divided, shard by shard, and in each in
/// that order.
///
/// A position is the place of an entry in its shard, with the path to the shard above it; in a
/// divided table the number of shards stands there as well, so that a position of before can be
/// told. All are below 2⁴⁸.
///
/// - Invariant: the number of shards is 1 or ``shardCount``, and `count` that of the entries in
///   all of them.
public struct KeyTable: Sendable {
    /// A key with what it has.
    public typealias Entry = ByteTable<KeyEntry>.Entry

    /// The entries by the last bits of their hash.
    @usableFromInline var shards: ContiguousArray<ByteTable<KeyEntry>>
    /// Number of keys.
    public private(set) var count = 0
    /// Number of keys that expire.
    public private(set) var expiringCount = 0
    /// The most keys of a table that is not divided.
    @usableFromInline var wholeMax: Int

    /// No keys.
    ///
    /// - Parameter divides: whether the table is divided when it has grown.
    public init(divides: Bool = false) {
        shards = Self.whole
        wholeMax = divides ? Self.divisionCount : .max
    }

    /// One shard without entries, which all empty tables share.
    private static let whole: ContiguousArray<ByteTable<KeyEntry>> = [ByteTable()]
    /// Number of shards of a table that is divided.
    private static var shardCount: Int { 1 << 12 }
    /// The most keys of a table that is not divided but may be.
    private static var divisionCount: Int { 1 << 13 }

    /// Whether there are no keys.
    public var isEmpty: Bool { count == 0 }

    // MARK: Places

    /// The bits of a position that are the place in a shard; a ``ByteTable`` has no more entries.
    @usableFromInline static var placeBits: Int { 32 }

    /// The shard of a hash; the index in a shard goes by the upper bits.
    @inlinable @inline(__always)
    func path(of hash: UInt64) -> Int {
        Int(truncatingIfNeeded: hash) & (shards.count &- 1)
    }

    /// The shard of a position, which must be one of the table as it is now divided.
    @inlinable @inline(__always)
    func path(at position: Int) -> Int {
        let path = position &>> Self.placeBits
        precondition(path & ~(shards.count &- 1) == shards.count & ~1, "a stale position")
        return path & (shards.count &- 1)
    }

    @inlinable @inline(__always)
    static func place(at position: Int) -> Int { position & (1 &<< placeBits &- 1) }

    @inlinable @inline(__always)
    func position(_ path: Int, _ place: Int) -> Int {
        (shards.count & ~1 | path) &<< Self.placeBits | place
    }

    // MARK: Finding

    /// The position of `key`, good until a key is added or removed.
    @inlinable
    public func position(of key: RawSpan) -> Int? {
        let hash = ByteHash.hash(key)
        let path = path(of: hash)
        // Step by step: a shard that is handed to a function costs a reference to each of its
        // parts, which are seldom in the processor's caches.
        var slot = 0
        while let place = shards[path].candidate(hash: hash, from: &slot) {
            if shards[path].hasKey(key, at: place) { return position(path, place) }
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
    @inlinable
    public subscript(valueAt position: Int) -> KeyEntry {
        get { shards[path(at: position)].value(at: Self.place(at: position)) }
        _modify { yield &shards[path(at: position)][valueAt: Self.place(at: position)] }
    }

    /// What the key at a position has, to be changed where it stands; never nil for a position that
    /// ``position(of:)`` gave.
    @inlinable
    public subscript(inPlace position: Int) -> KeyEntry? {
        @inline(__always) _read { yield shards[path(at: position)][slot: Self.place(at: position)] }
        @inline(__always) _modify {
            yield &shards[path(at: position)][slot: Self.place(at: position)]
        }
    }

    /// Changes what the key at a position has, where it stands.
    ///
    /// - Precondition: an entry stays an entry.
    @inlinable @inline(__always)
    public mutating func change<Result, Failure>(
        at position: Int,
        _ body: (inout KeyEntry?) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try body(&shards[path(at: position)][slot: Self.place(at: position)])
    }

    /// When the key at a position expires, in milliseconds since 1970; nil for never.
    @inline(__always)
    func expiry(at position: Int) -> Int64? {
        shards[path(at: position)][slot: Self.place(at: position)]?.attributes.expiresAtMs
    }

    /// The kind of the value at a position, and whether it is still in the snapshot.
    @inline(__always)
    func kind(at position: Int) -> (kind: ValueKind, isFrozen: Bool)? {
        switch shards[path(at: position)][slot: Self.place(at: position)]?.value {
        case .none: nil
        case .frozen(let frozen): (frozen.type.kind, true)
        case .string: (.string, false)
        case .list: (.list, false)
        case .set: (.set, false)
        case .sortedSet: (.sortedSet, false)
        case .hash: (.hash, false)
        case .stream: (.stream, false)
        }
    }

    /// A bound: no field of a hash in memory expires before; the largest number where none does.
    public func firstFieldExpiry(at position: Int) -> Int64 {
        switch shards[path(at: position)][slot: Self.place(at: position)]?.value {
        case .hash(let hash): hash.firstExpiryMs
        default: .max
        }
    }

    /// The value at a position.
    @inline(__always)
    func value(at position: Int) -> StoredValue? {
        shards[path(at: position)][slot: Self.place(at: position)]?.value
    }

    // MARK: Changing

    /// Gives `key` an entry, behind all others of its shard if it is new.
    ///
    /// - Returns: what was replaced.
    @discardableResult
    public mutating func set(_ key: RawSpan, to entry: consuming KeyEntry) -> KeyEntry? {
        let hash = ByteHash.hash(key)
        if entry.attributes.expiresAtMs != nil { expiringCount &+= 1 }
        let old = shards[path(of: hash)].set(key, to: entry, hash: hash)
        if old == nil { noteAdded() }
        if old?.attributes.expiresAtMs != nil { expiringCount &-= 1 }
        return old
    }

    /// Gives an owned key an entry without copying the key.
    @discardableResult
    public mutating func set(
        _ key: consuming ByteString,
        to entry: consuming KeyEntry
    ) -> KeyEntry? {
        let hash = ByteHash.hash(key.bytes)
        if entry.attributes.expiresAtMs != nil { expiringCount &+= 1 }
        let old = shards[path(of: hash)].set(key, to: entry, hash: hash)
        if old == nil { noteAdded() }
        if old?.attributes.expiresAtMs != nil { expiringCount &-= 1 }
        return old
    }

    /// Adds a key that is known to be missing.
    public mutating func add(_ key: RawSpan, _ entry: consuming KeyEntry) {
        let hash = ByteHash.hash(key)
        if entry.attributes.expiresAtMs != nil { expiringCount &+= 1 }
        shards[path(of: hash)].add(ByteString(key), entry, hash: hash)
        noteAdded()
    }

    /// Adds `key` with an entry unless it is there.
    ///
    /// - Returns: whether the key was added.
    @discardableResult
    public mutating func insert(_ key: RawSpan, _ entry: @autoclosure () -> KeyEntry) -> Bool {
        guard position(of: key) == nil else { return false }
        add(key, entry())
        return true
    }

    /// Removes `key`.
    ///
    /// - Returns: what it had.
    @discardableResult
    public mutating func remove(_ key: RawSpan) -> KeyEntry? {
        let hash = ByteHash.hash(key)
        guard let old = shards[path(of: hash)].remove(key, hash: hash) else { return nil }
        count -= 1
        if old.attributes.expiresAtMs != nil { expiringCount &-= 1 }
        // Without keys, it costs again what a small table costs.
        if count == 0 { shards = Self.whole }
        return old
    }

    /// Removes every key.
    public mutating func removeAll() {
        shards = Self.whole
        count = 0
        expiringCount = 0
    }

    /// Sets or removes the expiry of the key at a position.
    public mutating func setExpiry(at position: Int, to expiresAtMs: Int64?) {
        if expiry(at: position) != nil { expiringCount &-= 1 }
        if expiresAtMs != nil { expiringCount &+= 1 }
        self[inPlace: position]?.attributes.expiresAtMs = expiresAtMs
    }

    // MARK: Dividing

    /// Divides the table from now on when it has grown.
    public mutating func beginDividing() {
        wholeMax = Self.divisionCount
        if count > wholeMax { divide() }
    }

    private mutating func noteAdded() {
        count += 1
        if count > wholeMax, shards.count == 1 { divide() }
    }

    private mutating func divide() {
        let whole = shards[0]
        shards = ContiguousArray(repeating: ByteTable(), count: Self.shardCount)
        for entry in whole {
            let hash = ByteHash.hash(entry.key.bytes)
            shards[path(of: hash)].add(entry.key, entry.value, hash: hash)
        }
    }
}
