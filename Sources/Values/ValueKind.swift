/// The logical kinds of value that a key can hold, whatever their encoding.
///
/// The raw value is the object type number that the servers' dataset digest works with.
public enum ValueKind: UInt8, Sendable, Hashable, CaseIterable {
    case string = 0
    case list = 1
    case set = 2
    case sortedSet = 3
    case hash = 4
    case module = 5
    case stream = 6
    /// Redis 8.8 and later.
    case array = 7
    /// The cell-rate counter of Redis Enterprise builds.
    case rateLimit = 8
}

extension ValueKind {
    /// The name that the `TYPE` command answers.
    public var name: String {
        switch self {
        case .string: "string"
        case .list: "list"
        case .set: "set"
        case .sortedSet: "zset"
        case .hash: "hash"
        case .module: "module"
        case .stream: "stream"
        case .array: "array"
        case .rateLimit: "gcra"
        }
    }
}
