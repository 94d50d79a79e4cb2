public import RedoubtBytes
import RedoubtValues

/// One numbered database: its keys in the order in which they came.
public struct Database: Sendable {
    /// The keys.
    public var entries = ByteTable<KeyEntry>()

    /// No keys.
    public init() {}

    /// Number of keys.
    public var count: Int { entries.count }

    /// Whether there are no keys.
    public var isEmpty: Bool { entries.isEmpty }

    /// Number of keys that expire.
    public var expiringCount: Int {
        entries.reduce(into: 0) { $0 += $1.value.attributes.expiresAtMs == nil ? 0 : 1 }
    }
}
