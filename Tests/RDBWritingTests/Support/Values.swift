import RedoubtBytes
import RedoubtRDB
import RedoubtValues

/// Values as they are handed to an encoder, element by element.
extension ValueEncoder {
    mutating func text(_ text: ByteString) throws(Fault) {
        try begin(.string, countHint: 1, encoding: .plain)
        string(text.bytes)
        try end()
    }

    mutating func list(_ elements: [ByteString]) throws(Fault) {
        try begin(.list, countHint: nil, encoding: .plain)
        for element in elements { listElement(element.bytes) }
        try end()
    }

    mutating func set(_ members: [ByteString]) throws(Fault) {
        try begin(.set, countHint: nil, encoding: .plain)
        for member in members { setMember(member.bytes) }
        try end()
    }

    mutating func sortedSet(_ members: [(ByteString, Double)]) throws(Fault) {
        try begin(.sortedSet, countHint: nil, encoding: .plain)
        for (member, score) in members { sortedSetMember(member.bytes, score: score) }
        try end()
    }

    mutating func hash(_ fields: [(ByteString, ByteString, Int64?)]) throws(Fault) {
        try begin(.hash, countHint: nil, encoding: .plain)
        for (field, value, time) in fields {
            try hashField(field.bytes, value: value.bytes, expiresAtMs: time)
        }
        try end()
    }

    mutating func stream(
        _ entries: [(StreamID, [(ByteString, ByteString)])],
        _ state: StreamState = StreamState(),
        _ groups: [StreamGroup] = []
    ) throws(Fault) {
        try begin(.stream, countHint: nil, encoding: .plain)
        for (id, fields) in entries {
            try beginStreamEntry(id, fieldCount: fields.count)
            for (field, value) in fields { streamField(field.bytes, value: value.bytes) }
        }
        try streamState(state)
        for group in groups { try streamGroup(group) }
        try end()
    }

    mutating func array(_ elements: [(UInt64, ByteString)], insertAt: UInt64?) throws(Fault) {
        try begin(.array, countHint: nil, encoding: .plain)
        for (index, element) in elements { arrayElement(at: index, element.bytes) }
        if let insertAt { arrayInsertIndex(insertAt) }
        try end()
    }

    mutating func module(_ id: UInt64, _ payload: [UInt8]) throws(Fault) {
        try begin(.module, countHint: nil, encoding: .plain)
        module(id: ModuleID(rawValue: id), payload: payload.rawSpan)
        try end()
    }

    mutating func rateLimit(_ timeUs: UInt64) throws(Fault) {
        try begin(.rateLimit, countHint: nil, encoding: .plain)
        rateLimit(timeUs: timeUs)
        try end()
    }
}

/// Elements that do not repeat: `x0`, `x1`, … or, of a given size, padded with `x`.
func words(_ count: Int, size: Int = 0) -> [ByteString] {
    (0..<count).map { index in
        let text = "x\(index)"
        return ByteString(text + String(repeating: "x", count: max(0, size - text.count)))
    }
}
