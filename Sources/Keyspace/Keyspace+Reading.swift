import RedoubtBytes
public import RedoubtValues

/// What is asked for with every command, without a copy of the database that it is asked of.
///
/// Positions are those of ``Database/entries``.
extension Keyspace {
    /// Where a key stands among the entries of a database; nil where it does not.
    public func position(of key: RawSpan, in number: Int) -> Int? {
        guard let index = index(of: number) else { return nil }
        return stores[index].entries.position(of: key)
    }

    /// Whether a database has keys in a snapshot.
    public func hasColdKeys(in number: Int) -> Bool {
        guard let index = index(of: number) else { return false }
        return stores[index].cold != nil
    }

    /// When the key at a position expires, in milliseconds since 1970; nil for never.
    public func expiry(at position: Int, in number: Int) -> Int64? {
        guard let index = index(of: number) else { return nil }
        return stores[index].entries.expiry(at: position)
    }

    /// The kind of the value at a position, and whether it is still in the snapshot.
    public func kind(at position: Int, in number: Int) -> (kind: ValueKind, isFrozen: Bool)? {
        guard let index = index(of: number) else { return nil }
        return stores[index].entries.kind(at: position)
    }

    /// A bound: no field of a hash in memory expires before; the largest number where none does.
    public func firstFieldExpiry(at position: Int, in number: Int) -> Int64 {
        guard let index = index(of: number) else { return .max }
        return stores[index].entries.firstFieldExpiry(at: position)
    }

    /// The value at a position.
    public func value(at position: Int, in number: Int) -> StoredValue? {
        guard let index = index(of: number) else { return nil }
        return stores[index].entries.value(at: position)
    }
}
