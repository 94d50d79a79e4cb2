import RedoubtBytes
import RedoubtRDB
import Testing

/// A payload written out by hand, and what a visitor must hear of it.
struct Sample: CustomTestStringConvertible, Sendable {
    var name: String
    var type: ObjectType
    var format: FormatVersion
    var payload: [UInt8]
    var lines: [String]

    init(
        _ name: String,
        _ type: ObjectType,
        _ format: FormatVersion,
        _ payload: [UInt8],
        _ lines: [String]
    ) {
        self.name = name
        self.type = type
        self.format = format
        self.payload = payload
        self.lines = lines
    }

    /// A payload in a file of version 11.
    init(_ name: String, _ type: ObjectType, _ payload: [UInt8], _ lines: [String]) {
        self.init(name, type, .redis(11), payload, lines)
    }

    var testDescription: String { name }

    /// The samples' context: one template with the fields `a` and `b`, whose id is 7.
    var context: PayloadContext {
        var templates = HashTemplates()
        _ = templates.declare(7, fields: ["a", "b"])
        return PayloadContext(format: format, templates: templates)
    }

    /// A file that holds the payload under the key `k`.
    var file: [UInt8] {
        var body: [UInt8] = []
        if format.number == 15 { body += [242, 7, 2, 1, 0x61, 1, 0x62] }
        body += [type.wire(in: format.dialect) ?? 8, 1, 0x6B] + payload
        return FileBytes.file(format.description, body)
    }

    /// What a visitor hears of `payload`.
    func visit(_ payload: [UInt8], at offset: Int = 0) throws(Fault) -> [String] {
        var visitor = RecordingVisitor()
        try type.visit(payload.rawSpan, at: offset, in: context, &visitor)
        return visitor.lines
    }

    static let all =
        strings + lists + sets + sortedSets + hashes + expiringHashes + templates
        + streams + others
}
