import RedoubtBytes
import RedoubtKeyspace
import RedoubtValues

/// A value as a visitor sees it, in a form that tests can compare.
enum ShownValue: Equatable {
    case nothing
    case string(ByteString)
    case list([ByteString])
    /// In ascending order of bytes.
    case set([ByteString])
    /// In the servers' order: by score, then by bytes.
    case sortedSet([Member])
    case hash([ByteString: Field])
    case stream(ShownStream)
    case other(ValueKind)

    struct Member: Equatable {
        let member: ByteString
        let score: Double

        /// −0 and 0 are different scores here.
        static func == (left: Member, right: Member) -> Bool {
            left.member == right.member && left.score.bitPattern == right.score.bitPattern
        }
    }

    struct Field: Equatable {
        let value: ByteString
        let expiresAtMs: Int64?
    }
}

/// A stream with everything that a server can tell of it.
struct ShownStream: Equatable {
    struct Entry: Equatable {
        let id: StreamID
        /// Fields and values in turn.
        var fields: [ByteString] = []
    }

    var entries: [Entry] = []
    var state = StreamState()
    var groups: [StreamGroup] = []
}

extension ShownValue {
    /// What a stored value shows.
    init(_ value: StoredValue) throws(Fault) {
        var visitor = ShowingVisitor()
        try value.visit(&visitor)
        self = visitor.value
    }
}

/// Collects what it is shown.
struct ShowingVisitor: ValueVisitor {
    private(set) var value = ShownValue.nothing
    private var kind = ValueKind.string
    private var elements: [ByteString] = []
    private var members: [ShownValue.Member] = []
    private var fields: [ByteString: ShownValue.Field] = [:]
    private var stream = ShownStream()

    mutating func begin(
        _ kind: ValueKind,
        countHint: Int?,
        encoding: SourceEncoding
    ) throws(Fault) {
        self = ShowingVisitor()
        self.kind = kind
    }

    mutating func string(_ bytes: RawSpan) { elements = [ByteString(bytes)] }
    mutating func listElement(_ element: RawSpan) { elements.append(ByteString(element)) }
    mutating func setMember(_ member: RawSpan) { elements.append(ByteString(member)) }

    mutating func sortedSetMember(_ member: RawSpan, score: Double) {
        members.append(ShownValue.Member(member: ByteString(member), score: score))
    }

    mutating func hashField(
        _ field: RawSpan,
        value: RawSpan,
        expiresAtMs: Int64?
    ) throws(Fault) {
        let content = ShownValue.Field(value: ByteString(value), expiresAtMs: expiresAtMs)
        guard fields.updateValue(content, forKey: ByteString(field)) == nil else {
            throw Fault(.duplicateElement)
        }
    }

    mutating func beginStreamEntry(_ id: StreamID, fieldCount: Int) {
        stream.entries.append(ShownStream.Entry(id: id))
    }

    mutating func streamField(_ field: RawSpan, value: RawSpan) {
        stream.entries[stream.entries.count - 1].fields += [ByteString(field), ByteString(value)]
    }

    mutating func streamState(_ state: StreamState) { stream.state = state }
    mutating func streamGroup(_ group: StreamGroup) { stream.groups.append(group) }
    mutating func arrayElement(at index: UInt64, _ element: RawSpan) {}
    mutating func arrayInsertIndex(_ index: UInt64) {}
    mutating func rateLimit(timeUs: UInt64) {}
    mutating func module(id: ModuleID, payload: RawSpan) {}

    mutating func end() {
        value =
            switch kind {
            case .string: .string(elements.first ?? ByteString())
            case .list: .list(elements)
            case .set: .set(elements.sorted())
            case .sortedSet:
                .sortedSet(
                    members.sorted { ($0.score, $0.member) < ($1.score, $1.member) }
                )
            case .hash: .hash(fields)
            case .stream: .stream(stream)
            case .module, .array, .rateLimit: .other(kind)
            }
    }
}
