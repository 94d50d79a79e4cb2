public import RedoubtBytes

/// The value of a hash field and when the field expires.
public struct HashField: Hashable, Sendable {
    /// The value.
    public var value: ByteString
    /// When the field expires, in milliseconds since 1970.
    public var expiresAtMs: Int64?

    /// Creates a field.
    public init(_ value: consuming ByteString, expiresAtMs: Int64? = nil) {
        self.value = value
        self.expiresAtMs = expiresAtMs
    }
}

/// A hash in memory; the fields keep the order in which they came.
public struct HashValue: Sendable {
    /// The fields.
    public var fields: ByteTable<HashField>

    /// An empty hash.
    public init() {
        fields = ByteTable()
    }

    /// Number of fields.
    public var count: Int { fields.count }

    /// Whether any field expires.
    public var hasExpiringFields: Bool {
        fields.contains { $0.value.expiresAtMs != nil }
    }
}
