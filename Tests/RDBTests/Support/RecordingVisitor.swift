import RedoubtBytes
import RedoubtValues

/// Writes down everything that it hears, one line per call.
struct RecordingVisitor: ValueVisitor {
    var lines: [String] = []

    mutating func begin(
        _ kind: ValueKind,
        countHint: Int?,
        encoding: SourceEncoding
    ) throws(Fault) {
        lines.append("begin \(kind.name) \(countHint.map(String.init) ?? "?") \(encoding)")
    }

    mutating func string(_ bytes: RawSpan) throws(Fault) {
        lines.append(bytes.printable)
    }

    mutating func listElement(_ element: RawSpan) throws(Fault) {
        lines.append(element.printable)
    }

    mutating func setMember(_ member: RawSpan) throws(Fault) {
        lines.append(member.printable)
    }

    mutating func sortedSetMember(_ member: RawSpan, score: Double) throws(Fault) {
        lines.append("\(member.printable) \(score)")
    }

    mutating func hashField(
        _ field: RawSpan,
        value: RawSpan,
        expiresAtMs: Int64?
    ) throws(Fault) {
        let expiry = expiresAtMs.map { " until \($0)" } ?? ""
        lines.append("\(field.printable)=\(value.printable)\(expiry)")
    }

    mutating func beginStreamEntry(_ id: StreamID, fieldCount: Int) throws(Fault) {
        lines.append("entry \(id) \(fieldCount)")
    }

    mutating func streamField(_ field: RawSpan, value: RawSpan) throws(Fault) {
        lines.append("\(field.printable)=\(value.printable)")
    }

    mutating func streamState(_ state: StreamState) throws(Fault) {
        lines.append(
            "state \(state.length) last \(state.lastID) first \(state.firstID) "
                + "deleted \(state.maxDeletedID) added \(state.entriesAdded)"
        )
        guard let idempotence = state.idempotence else { return }
        lines.append("idempotence \(idempotence.durationSeconds) \(idempotence.entriesMax)")
        for producer in idempotence.producers {
            let ids = producer.ids.map { "\($0.id)@\($0.entry)" }.joined(separator: " ")
            lines.append("producer \(producer.name) \(ids)")
        }
        lines.append("ids \(idempotence.idsAdded) \(idempotence.idsDuplicate)")
    }

    mutating func streamGroup(_ group: StreamGroup) throws(Fault) {
        let read = group.entriesRead.map { "\($0)" } ?? "unknown"
        lines.append("group \(group.name) \(group.lastID) read \(read)")
        for consumer in group.consumers {
            lines.append(
                "consumer \(consumer.name) \(consumer.seenTimeMs) \(consumer.activeTimeMs)"
            )
        }
        for entry in group.pending {
            let owner = entry.consumer.map { "\(group.consumers[$0].name)" } ?? "nobody"
            lines.append(
                "pending \(entry.id) \(owner) \(entry.deliveryTimeMs) \(entry.deliveryCount)"
            )
        }
    }

    mutating func arrayElement(at index: UInt64, _ element: RawSpan) throws(Fault) {
        lines.append("[\(index)]=\(element.printable)")
    }

    mutating func arrayInsertIndex(_ index: UInt64) throws(Fault) {
        lines.append("insert at \(index)")
    }

    mutating func rateLimit(timeUs: UInt64) throws(Fault) {
        lines.append("time \(timeUs)")
    }

    mutating func module(id: ModuleID, payload: RawSpan) throws(Fault) {
        lines.append("\(id.name) \(id.encodingVersion) \(payload.printable)")
    }

    mutating func end() throws(Fault) {
        lines.append("end")
    }
}
