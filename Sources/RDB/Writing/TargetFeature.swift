/// Something that a dataset can hold and not every format version can.
///
/// The raw value is the `detail` of a fault with the reason `unsupportedByTarget`.
public enum TargetFeature: Int, Sendable, CaseIterable {
    case streams = 1
    case modules
    case functions
    case fieldExpiries
    case wideExpiries
    case keyMetadata
    case idempotentProducers
    case unownedPendingEntries
    case arrays
    case rateLimits
    case fieldExpiryRange
}

extension TargetFeature {
    /// The feature in words, and the first servers that have it.
    public var text: String {
        switch self {
        case .streams: "streams (Redis 5.0 and later)"
        case .modules: "module data (Redis 4.0 and later)"
        case .functions: "function libraries (Redis 7.0 and later)"
        case .fieldExpiries: "hash fields that expire (Redis 7.4, Valkey 9.0 and later)"
        case .wideExpiries:
            "expiries beyond 2038 or in fractions of a second (Redis 2.6 and later)"
        case .keyMetadata: "key metadata (Redis 8.6 and later)"
        case .idempotentProducers: "idempotent stream producers (Redis 8.6 and later)"
        case .unownedPendingEntries: "pending entries without a consumer (Redis 8.8 and later)"
        case .arrays: "arrays (Redis 8.8 and later)"
        case .rateLimits: "rate limits (Redis 8.10 and later)"
        case .fieldExpiryRange:
            "hash fields that expire at time 0 or beyond 48 bits of milliseconds (Valkey 9)"
        }
    }
}
