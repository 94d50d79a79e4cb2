import RedoubtAnalysis
import RedoubtBytes
import RedoubtRDB
import RedoubtRecovery
import RedoubtValues

/// One key as text: a line per fact, and the value itself last where it is a text.
enum KeyText {
    static func lines(for inspection: KeyInspection, key: String) -> [String] {
        let frame = inspection.frame
        var lines = [
            "key         \(ByteString(key).printable)",
            "database    \(frame.database)",
            "type        \(frame.type.kind.name), \(frame.type.encodingName)",
            "offset      \(frame.recordOffset)",
            "size        \(frame.payloadRange.count) bytes",
        ]
        if let time = frame.attributes.expiresAtMs { lines.append("expires     \(time) ms") }
        if let count = inspection.elementCount { lines.append("elements    \(count)") }
        guard let module = inspection.module else { return lines }
        lines.append("module      \(module.id.name), version \(module.id.encodingVersion)")
        for fact in module.facts { lines.append("  \(fact.name): \(fact.value)") }
        if let reason = module.undecoded { lines.append("  not decoded: \(reason)") }
        if let text = module.text { lines.append(text) }
        return lines
    }
}

/// One key as JSON; `docs/json.md` describes every field.
struct KeyDocument: Encodable {
    let schema = "redoubt.inspect-key.v1"
    let key: String
    let database: Int
    let type: String
    let encoding: String
    let offset: Int
    let bytes: Int
    let expiresAtMs: Int64?
    let elements: Int?
    let module: Module?
    let warnings: [String]

    struct Module: Encodable {
        let type: String
        let version: Int
        let facts: [Fact]
        let text: String?
        let undecoded: String?
    }

    struct Fact: Encodable {
        let name: String
        let value: String
    }

    init(_ inspection: KeyInspection, key: String) {
        let frame = inspection.frame
        self.key = ByteString(key).printable
        database = frame.database
        type = frame.type.kind.name
        encoding = frame.type.encodingName
        offset = frame.recordOffset
        bytes = frame.payloadRange.count
        expiresAtMs = frame.attributes.expiresAtMs
        elements = inspection.elementCount
        module = inspection.module.map { module in
            Module(
                type: module.id.name,
                version: module.id.encodingVersion,
                facts: module.facts.map { Fact(name: $0.name, value: $0.value) },
                text: module.text,
                undecoded: module.undecoded
            )
        }
        warnings = inspection.warnings.map(\.description)
    }
}
