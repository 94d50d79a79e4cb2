public import RedoubtBytes
import RedoubtRDB
public import RedoubtValues

/// The value of a key: still in the snapshot, or in memory and ready to be changed.
public enum StoredValue: Sendable {
    case frozen(FrozenValue)
    case string(ByteString)
    case list(ListValue)
    case set(SetValue)
    case sortedSet(SortedSetValue)
    case hash(HashValue)
    indirect case stream(StreamValue)

    /// The logical kind of the value, known without thawing it.
    public var kind: ValueKind {
        switch self {
        case .frozen(let frozen): frozen.type.kind
        case .string: .string
        case .list: .list
        case .set: .set
        case .sortedSet: .sortedSet
        case .hash: .hash
        case .stream: .stream
        }
    }

    /// Whether a server removes the key of such a value: an aggregate without elements.
    public var isAbandoned: Bool {
        switch self {
        case .frozen, .string, .stream: false
        case .list(let content): content.isAbandoned
        case .set(let content): content.isAbandoned
        case .sortedSet(let content): content.isAbandoned
        case .hash(let content): content.isAbandoned
        }
    }

    /// What stands in place of a value while it is changed: it owns no memory.
    @usableFromInline static var hole: StoredValue { .string(ByteString()) }
}
