import RedoubtBytes
import RedoubtValues

/// One numbered database: its keys in the order in which they came.
public struct Database: Sendable {
    /// The keys.
    public var entries: KeyTable

    /// Further keys, which nobody has touched since their snapshot was opened; nil without one.
    public var cold: ColdKeys?

    /// No keys.
    ///
    /// - Parameter divides: whether their table is divided when it has grown.
    public init(divides: Bool = false) {
        entries = KeyTable(divides: divides)
    }

    /// Number of keys.
    public var count: Int { entries.count + (cold?.count ?? 0) }

    /// Whether there are no keys.
    public var isEmpty: Bool { entries.isEmpty && cold?.isEmpty ?? true }

    /// Number of keys that expire.
    public var expiringCount: Int { entries.expiringCount + (cold?.expiringCount ?? 0) }
}
