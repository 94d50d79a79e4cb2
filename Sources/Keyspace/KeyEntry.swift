public import RedoubtValues

/// A key's value and what the key carries besides.
public struct KeyEntry: Sendable {
    /// The value.
    public var value: StoredValue
    /// Expiry, eviction hints, metadata.
    public var attributes: KeyAttributes

    /// Creates an entry.
    public init(
        _ value: consuming StoredValue,
        _ attributes: consuming KeyAttributes = KeyAttributes()
    ) {
        self.value = value
        self.attributes = attributes
    }
}
