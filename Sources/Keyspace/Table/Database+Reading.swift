public import RedoubtValues

/// Parts of what the key at a position of ``Database/entries`` has.
///
/// They are calls on purpose: inlined, each would copy the table with its references.
extension Database {
    /// When the key expires, in milliseconds since 1970; nil for never.
    @inline(never)
    public func expiry(at position: Int) -> Int64? {
        entries.read(at: position) { $0.attributes.expiresAtMs }
    }

    /// The kind of the value, and whether it is still in the snapshot.
    @inline(never)
    public func kind(at position: Int) -> (kind: ValueKind, isFrozen: Bool) {
        entries.read(at: position) { ($0.value.kind, $0.value.isFrozen) }
    }

    /// A bound: no field of a hash in memory expires before; the largest number where none does.
    @inline(never)
    public func firstFieldExpiry(at position: Int) -> Int64 {
        entries.read(at: position) {
            if case .hash(let hash) = $0.value { hash.firstExpiryMs } else { .max }
        }
    }

    /// The value.
    @inline(never)
    public func value(at position: Int) -> StoredValue {
        entries.read(at: position) { $0.value }
    }
}
