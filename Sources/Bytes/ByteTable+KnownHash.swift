/// Work on a table by who knows the hash of a key already.
extension ByteTable {
    /// The position of `key`, good until the next removal.
    @inlinable
    public func position(of key: RawSpan, hash: UInt64) -> Int? {
        guard index.isInUse else { return linearPosition(of: key) }
        return index.find(key, hash: hash, among: keys)?.entry
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
