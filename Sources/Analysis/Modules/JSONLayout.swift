import RedoubtBytes
import RedoubtRDB
import RedoubtValues

/// Documents of RedisJSON and valkey-json: `ReJSON-RL`.
///
/// Version 3 is the JSON text. Version 2 is the text and the names of indexes (a number and, if it
/// is not 0, two strings). Version 0 is a tree: each node begins with the number of its kind.
///
/// | Kind | Node |
/// |---|---|
/// | 1 | null |
/// | 2 | string |
/// | 4 | number: double |
/// | 8 | integer: signed |
/// | `0x10` | boolean: the string `1` or `0` |
/// | `0x20` | object: count, then per member the number `0x80`, the name, the node |
/// | `0x40` | array: count, then the nodes |
enum JSONLayout {
    /// Documents are nested no deeper than this by the module.
    private static let depthMax = 128

    @Sendable
    static func read(
        _ reader: inout ModuleReader,
        _ description: inout ModuleDescription
    ) throws(Fault) {
        switch description.id.encodingVersion {
        case 0:
            var text = ""
            try appendNode(&reader, depth: 0, to: &text)
            description.text = text
        case 2, 3:
            let text = try reader.string()
            description.text = String(decoding: text.array, as: UTF8.self)
            if description.id.encodingVersion == 2, try reader.unsigned() > 0 {
                description.add("index", try reader.string().printable)
                description.add("path", try reader.string().printable)
            }
        default:
            _ = description.isKnown(upTo: -1)
            return
        }
        try reader.end()
    }

    @_lifetime(reader: copy reader)
    private static func appendNode(
        _ reader: inout ModuleReader,
        depth: Int,
        to text: inout String
    ) throws(Fault) {
        let start = reader.offset
        guard depth <= depthMax else { throw Fault(.badModule, at: start, detail: depth) }
        switch try reader.unsigned() {
        case 1: text += "null"
        case 2: appendString(try reader.string(), to: &text)
        case 4:
            let number = try reader.double()
            text += number.isFinite ? "\(number)" : "null"
        case 8: text += "\(try reader.signed())"
        case 0x10: text += try reader.string() == "1" ? "true" : "false"
        case 0x20:
            text += "{"
            for index in 0..<(try reader.count(sizeMin: 6)) {
                if index > 0 { text += "," }
                guard try reader.unsigned() == 0x80 else { throw Fault(.badModule, at: start) }
                appendString(try reader.string(), to: &text)
                text += ":"
                try appendNode(&reader, depth: depth + 1, to: &text)
            }
            text += "}"
        case 0x40:
            text += "["
            for index in 0..<(try reader.count()) {
                if index > 0 { text += "," }
                try appendNode(&reader, depth: depth + 1, to: &text)
            }
            text += "]"
        case let kind: throw Fault(.badModule, at: start, detail: Int(clamping: kind))
        }
    }

    private static func appendString(_ bytes: ByteString, to text: inout String) {
        text += "\""
        for scalar in String(decoding: bytes.array, as: UTF8.self).unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\n": text += "\\n"
            case "\r": text += "\\r"
            case "\t": text += "\\t"
            case _ where scalar.value < 0x20:
                let digits = String(scalar.value, radix: 16)
                text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: text.unicodeScalars.append(scalar)
            }
        }
        text += "\""
    }
}
