/// Work on a table by who knows the hash of a key already.
extension ByteTable {
    /// The position of `key`, good until the next removal.
    @inlinable
    public func position(of key: RawSpan, hash: UInt64) -> Int? {
        // Nothing is handed to a function, which would cost a reference to each array.
        var slot = 0
        while let place = candidate(hash: hash, from: &slot) {
            if hasKey(key, at: place) { return place }
        }
        return nil
    }

    /// The next position at which `key` may stand, in a search that begins with slot 0; nil if
    /// there is none.
    ///
    /// - Parameter slot: where the search goes on, behind the position that this gives.
    @inlinable @inline(__always)
    public func candidate(hash: UInt64, from slot: inout Int) -> Int? {
        if index.isInUse {
            let home = Int(truncatingIfNeeded: hash >> 32)
            guard let found = index.candidate(hash: hash, from: home &+ slot) else { return nil }
            slot = found.slot &- home &+ 1
            return found.entry
        }
        while slot < keys.count {
            defer { slot += 1 }
            if values[slot] != nil { return slot }
        }
        return nil
    }

    /// Whether `key` stands at a position.
    @inlinable @inline(__always)
    public func hasKey(_ key: RawSpan, at position: Int) -> Bool {
        let candidate = keys[position]
        return candidate.bytes.equalsBytes(key)
    }

    /// A copy of the value at a position that ``position(of:)`` gave.
    @inlinable @inline(__always)
    public func value(at position: Int) -> Value {
        guard let value = values[position] else { preconditionFailure("a stale position") }
        return value
    }

    /// The value at a position, or nil for a hole: whoever wants a part of it copies that alone,
    /// and whoever changes a part of it moves nothing.
    ///
    /// - Precondition: a value stays a value, and a hole a hole.
    @inlinable
    public subscript(slot position: Int) -> Value? {
        @inline(__always) _read { yield values[position] }
        @inline(__always) _modify { yield &values[position] }
    }

    /// Sets the value of `key`, at the end of the order if it is new.
    ///
    /// - Returns: the value that was replaced.
    @inlinable
    @discardableResult
    public mutating func set(
        _ key: RawSpan,
        to value: consuming Value,
        hash: UInt64
    ) -> Value? {
        guard let position = position(of: key, hash: hash) else {
            append(ByteString(key), value, hash: hash)
            return nil
        }
        return replace(at: position, by: value)
    }

    /// Sets the value of an owned key without copying the key.
    @inlinable
    @discardableResult
    public mutating func set(
        _ key: consuming ByteString,
        to value: consuming Value,
        hash: UInt64
    ) -> Value? {
        guard let position = position(of: key.bytes, hash: hash) else {
            append(key, value, hash: hash)
            return nil
        }
        return replace(at: position, by: value)
    }

    /// Adds a key that is known to be missing.
    @inlinable
    public mutating func add(
        _ key: consuming ByteString,
        _ value: consuming Value,
        hash: UInt64
    ) {
        append(key, value, hash: hash)
    }

    /// Removes `key`.
    ///
    /// - Returns: the value that it had.
    @inlinable
    @discardableResult
    public mutating func remove(_ key: RawSpan, hash: UInt64) -> Value? {
        let position: Int
        if index.isInUse {
            guard let found = index.find(key, hash: hash, among: keys) else { return nil }
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

    /// The last position before one at which an entry stands; nil if there is none.
    @inlinable
    public func lastPosition(before position: Int) -> Int? {
        var candidate = Swift.min(position, keys.count)
        while candidate > 0 {
            candidate -= 1
            if values[candidate] != nil { return candidate }
        }
        return nil
    }
}
