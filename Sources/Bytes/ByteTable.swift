/// A hash table from byte strings to values that keeps the order of insertion.
///
/// Keys and values stand in two arrays in the order in which they came; a ``ByteIndex`` points into
/// them. Looking a key up by a span allocates nothing and copies no value. The order makes every
/// output deterministic and lets runs of untouched keys be copied in file order. A table of a few
/// keys has no index: it is searched from its start.
///
/// - Complexity: lookup, insertion and removal are O(1) expected; removal leaves a hole that is
///   closed when holes outnumber entries.
/// - Invariant: `keys` and `values` have the same count; `live` values are non-nil, the key of a
///   hole is empty.
@frozen
public struct ByteTable<Value> {
    /// One key with its value.
    @frozen
    public struct Entry {
        /// The key.
        public let key: ByteString
        /// The value.
        public var value: Value

        /// A key with a value.
        @inlinable
        public init(key: ByteString, value: Value) {
            self.key = key
            self.value = value
        }
    }

    @usableFromInline var keys: ContiguousArray<ByteString> = []
    @usableFromInline var values: ContiguousArray<Value?> = []
    @usableFromInline var index = ByteIndex()
    @usableFromInline var live = 0

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
    @inlinable
    public mutating func reserve(_ count: Int) {
        keys.reserveCapacity(count)
        values.reserveCapacity(count)
        index.reserve(count, for: keys)
    }

    // MARK: Finding

    /// The position of `key`, good until the next removal.
    @inlinable
    public func position(of key: RawSpan) -> Int? {
        guard index.isInUse else { return linearPosition(of: key) }
        return index.find(key, hash: ByteHash.hash(key), among: keys)?.entry
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
        return values[position]
    }

    /// The entry at a position that ``position(of:)`` gave.
    @inlinable
    public subscript(position position: Int) -> Entry {
        get {
            guard let value = values[position] else { preconditionFailure("a stale position") }
            return Entry(key: keys[position], value: value)
        }
        _modify {
            // The hole makes the value uniquely referenced while it is changed.
            guard let value = values[position].take() else {
                preconditionFailure("a stale position")
            }
            var entry = Entry(key: keys[position], value: value)
            defer { values[position] = entry.value }
            yield &entry
        }
    }

    /// The value at a position that ``position(of:)`` gave, without its key.
    @inlinable
    public subscript(valueAt position: Int) -> Value {
        _read {
            switch values[position] {
            case .some(let value): yield value
            case .none: preconditionFailure("a stale position")
            }
        }
        _modify {
            guard var value = values[position].take() else {
                preconditionFailure("a stale position")
            }
            defer { values[position] = value }
            yield &value
        }
    }

    /// Calls `body` with each key and its value, in order, without copying them.
    @inlinable
    public func forEachEntry<E: Error>(
        _ body: (_ key: RawSpan, _ value: borrowing Value) throws(E) -> Void
    ) throws(E) {
        for position in 0..<keys.count {
            guard case .some(let value) = values[position] else { continue }
            let key = keys[position]
            try body(key.bytes, value)
        }
    }

    /// Positions that may hold an entry: some are holes.
    @inlinable
    public var positions: Range<Int> { 0..<keys.count }

    /// The entry at one of ``positions``, or nil for a hole.
    @inlinable
    public func entry(at position: Int) -> Entry? {
        guard let value = values[position] else { return nil }
        return Entry(key: keys[position], value: value)
    }

    // MARK: Changing

    /// Sets the value of `key`, at the end of the order if it is new.
    ///
    /// - Returns: the value that was replaced.
    @inlinable
    @discardableResult
    public mutating func set(_ key: RawSpan, to value: consuming Value) -> Value? {
        guard let position = position(of: key) else {
            append(ByteString(key), value)
            return nil
        }
        return replace(at: position, by: value)
    }

    /// Sets the value of an owned key without copying the key.
    @inlinable
    @discardableResult
    public mutating func set(_ key: consuming ByteString, to value: consuming Value) -> Value? {
        guard let position = position(of: key.bytes) else {
            append(key, value)
            return nil
        }
        return replace(at: position, by: value)
    }

    /// Adds a key that is known to be missing.
    @inlinable
    public mutating func add(_ key: RawSpan, _ value: consuming Value) {
        append(ByteString(key), value)
    }

    /// Adds `key` with the value unless it is there.
    ///
    /// - Returns: whether the key was added.
    @inlinable
    @discardableResult
    public mutating func insert(_ key: RawSpan, _ value: @autoclosure () -> Value) -> Bool {
        guard position(of: key) == nil else { return false }
        append(ByteString(key), value())
        return true
    }

    /// Removes `key`.
    ///
    /// - Returns: the value that it had.
    @inlinable
    @discardableResult
    public mutating func remove(_ key: RawSpan) -> Value? {
        let position: Int
        if index.isInUse {
            guard let found = index.find(key, hash: ByteHash.hash(key), among: keys) else {
                return nil
            }
            index.remove(slot: found.slot)
            position = found.entry
        } else {
            guard let found = linearPosition(of: key) else { return nil }
            position = found
        }
        let value = values[position].take()
        keys[position] = ByteString()
        live -= 1
        closeHoles()
        return value
    }

    /// Removes every key.
    @inlinable
    public mutating func removeAll() {
        self = ByteTable()
    }

    // MARK: Inside

    /// Searches a table that has no index; the key of a hole may look like an empty one.
    @inlinable
    func linearPosition(of key: RawSpan) -> Int? {
        for position in 0..<keys.count {
            let candidate = keys[position]
            if candidate.bytes.equalsBytes(key), values[position] != nil { return position }
        }
        return nil
    }

    @inlinable
    mutating func replace(at position: Int, by value: consuming Value) -> Value? {
        let old = values[position].take()
        values[position] = value
        return old
    }

    @inlinable
    mutating func append(
        _ key: consuming ByteString,
        _ value: consuming Value,
        hash: UInt64? = nil
    ) {
        // An index is only made of keys without holes among them.
        if !index.isInUse, keys.count >= ByteIndex.linearMax, live < keys.count { compact() }
        index.insert(key.bytes, hash: hash, entry: keys.count, live: live, behind: keys)
        keys.append(key)
        values.append(value)
        live += 1
    }

    @inlinable
    mutating func closeHoles() {
        if live == 0 {
            removeAll()
        } else if keys.count > 4 * ByteIndex.linearMax, keys.count > live * 2 {
            compact()
        }
    }

    @inlinable
    mutating func compact() {
        var kept: ContiguousArray<ByteString> = []
        kept.reserveCapacity(live)
        for position in 0..<keys.count where values[position] != nil {
            kept.append(keys[position])
        }
        values.removeAll { $0 == nil }
        keys = kept
        index.rebuild(for: keys)
    }
}

extension ByteTable: Sendable where Value: Sendable {}
extension ByteTable.Entry: Sendable where Value: Sendable {}

extension ByteTable: Sequence {
    /// Visits the entries in the order of insertion.
    @frozen
    public struct Iterator: IteratorProtocol {
        @usableFromInline var position = 0
        @usableFromInline let keys: ContiguousArray<ByteString>
        @usableFromInline let values: ContiguousArray<Value?>

        @inlinable
        init(_ table: ByteTable) {
            keys = table.keys
            values = table.values
        }

        /// The next entry.
        @inlinable
        public mutating func next() -> Entry? {
            while position < keys.count {
                defer { position += 1 }
                if let value = values[position] {
                    return Entry(key: keys[position], value: value)
                }
            }
            return nil
        }
    }

    /// Visits the entries in the order of insertion.
    @inlinable
    public func makeIterator() -> Iterator {
        Iterator(self)
    }

    /// Number of keys.
    @inlinable
    public var underestimatedCount: Int { live }
}
