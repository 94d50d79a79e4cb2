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
    /// A bound: no field expires before this time, and none at all while it is the largest number.
    public private(set) var firstExpiryMs = Int64.max

    /// An empty hash.
    public init() {
        fields = ByteTable()
    }

    /// Keeps the bound, for whoever gives a field an expiry.
    public mutating func noteExpiry(_ expiresAtMs: Int64?) {
        if let expiresAtMs { firstExpiryMs = min(firstExpiryMs, expiresAtMs) }
    }

    /// Removes the fields whose time is over.
    ///
    /// - Returns: their names.
    public mutating func removeOverdue(atMs nowMs: Int64) -> [ByteString] {
        guard firstExpiryMs <= nowMs else { return [] }
        var overdue: [ByteString] = []
        firstExpiryMs = .max
        for field in fields {
            guard let expiry = field.value.expiresAtMs else { continue }
            if expiry <= nowMs { overdue.append(field.key) } else { noteExpiry(expiry) }
        }
        for name in overdue { fields.remove(name.bytes) }
        return overdue
    }

    /// Number of fields.
    public var count: Int { fields.count }

    /// Whether any field expires.
    public var hasExpiringFields: Bool {
        fields.contains { $0.value.expiresAtMs != nil }
    }
}
