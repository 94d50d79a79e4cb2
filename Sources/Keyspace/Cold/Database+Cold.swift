public import RedoubtBytes

/// Keys that stand among the entries or in the snapshot, as one.
extension Database {
    /// The position of a key among the entries, to which it is brought from the snapshot if it is
    /// there; nil for a missing key.
    public mutating func warm(_ key: RawSpan) -> Int? {
        if let position = entries.position(of: key) { return position }
        guard cold != nil, let entry = cold?.take(key) else { return nil }
        entries.add(key, entry)
        return entries.position(of: key)
    }

    /// Removes a key, wherever it stands; false if it was not there.
    @discardableResult
    public mutating func remove(_ key: RawSpan) -> Bool {
        if entries.remove(key) != nil { return true }
        return cold?.remove(key) ?? false
    }

    /// Gives a key an entry, whatever it had before.
    public mutating func set(_ key: RawSpan, to entry: consuming KeyEntry) {
        if cold != nil { cold?.remove(key) }
        entries.set(key, to: entry)
    }

    /// Gives a key an entry, whatever it had before.
    public mutating func set(_ key: consuming ByteString, to entry: consuming KeyEntry) {
        if cold != nil { cold?.remove(key.bytes) }
        entries.set(key, to: entry)
    }

    /// Removes all keys.
    public mutating func removeAll() {
        entries.removeAll()
        cold = nil
    }

    /// Calls `body` with the name of every key: those in the snapshot first, then the entries.
    public func forEachName<E: Error>(_ body: (ByteString) throws(E) -> Void) throws(E) {
        try cold?.forEachPosition { (position) throws(E) in
            if let name = cold?.name(at: position) { try body(name) }
        }
        for entry in entries { try body(entry.key) }
    }

    /// Calls `body` with every key: those in the snapshot in its order, then the entries.
    public func forEachKey<E: Error>(
        _ body: (_ name: ByteString, _ entry: KeyEntry) throws(E) -> Void
    ) throws(E) {
        try cold?.forEachEntry(body)
        for entry in entries { try body(entry.key, entry.value) }
    }
}
