import RedoubtBytes
import RedoubtValues

/// What a value holds, apart from how it is encoded: equal for two encodings of one value.
struct Content: Equatable {
    var kind = ValueKind.string
    /// One per element; sorted where the kind has no order.
    var lines: [String] = []

    /// Writes down what it hears.
    struct Listener: ValueVisitor {
        var content = Content()

        mutating func begin(_ kind: ValueKind, countHint: Int?, encoding: SourceEncoding) {
            content.kind = kind
        }

        mutating func string(_ bytes: RawSpan) { add(bytes.printable) }

        mutating func listElement(_ element: RawSpan) { add(element.printable) }

        mutating func setMember(_ member: RawSpan) { add(member.printable) }

        mutating func sortedSetMember(_ member: RawSpan, score: Double) {
            add("\(member.printable) \(score)")
        }

        mutating func hashField(_ field: RawSpan, value: RawSpan, expiresAtMs: Int64?) {
            add("\(field.printable)=\(value.printable) \(expiresAtMs.map(String.init) ?? "")")
        }

        mutating func beginStreamEntry(_ id: StreamID, fieldCount: Int) {
            add("entry \(id) \(fieldCount)")
        }

        mutating func streamField(_ field: RawSpan, value: RawSpan) {
            add("\(field.printable)=\(value.printable)")
        }

        mutating func streamState(_ state: StreamState) { add("\(state)") }

        mutating func streamGroup(_ group: StreamGroup) {
            var group = group
            group.pending.sort { $0.id < $1.id }
            add("\(group)")
        }

        mutating func arrayElement(at index: UInt64, _ element: RawSpan) {
            add("[\(index)]=\(element.printable)")
        }

        mutating func arrayInsertIndex(_ index: UInt64) { add("insert at \(index)") }

        mutating func rateLimit(timeUs: UInt64) { add("\(timeUs)") }

        mutating func module(id: ModuleID, payload: RawSpan) {
            add("\(id.rawValue) \(payload.printable)")
        }

        mutating func end() {
            switch content.kind {
            case .set, .sortedSet, .hash: content.lines.sort()
            default: break
            }
        }

        private mutating func add(_ line: String) {
            content.lines.append(line)
        }
    }
}
