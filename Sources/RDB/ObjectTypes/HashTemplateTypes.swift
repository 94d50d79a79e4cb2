import RedoubtBytes
import RedoubtCodecs
import RedoubtValues

/// Hashes that share their list of fields (Redis 8.10); logically plain hashes.
///
/// | Type | Stands in | Payload                                                               |
/// |------|-----------|-----------------------------------------------------------------------|
/// | 29   | `DUMP`    | fields, then a string: a listpack of an id (ignored) and the values   |
/// | 30   | files     | string: a listpack of the template's id and the values                |
/// | 31   | `DUMP`    | fields, then one string per value                                     |
/// | 32   | files     | length id of the template, one string per value                       |
///
/// The fields of 29 and 31 are length 0 and a string that is a listpack of names, or length 1,
/// length n and n strings.
enum HashTemplateTypes {
    static func skip<R: ByteReading & ~Copyable & ~Escapable>(
        _ type: ObjectType,
        _ reader: inout R,
        in context: PayloadContext
    ) throws(Fault) {
        switch type {
        case .hashTemplateArrayReference:
            let fields = try template(&reader, in: context)
            for _ in fields { try RDBString.skip(&reader, in: context) }
        case .hashTemplateListpack:
            try skipFields(&reader, in: context)
            try RDBString.skip(&reader, in: context)
        default:
            // How many values follow is known from the fields only.
            let fields = try readFields(&reader, in: context)
            for _ in fields { try RDBString.skip(&reader, in: context) }
        }
    }

    @_lifetime(cursor: copy cursor)
    static func visit<V: ValueVisitor & ~Copyable>(
        _ type: ObjectType,
        _ cursor: inout ByteCursor,
        in context: PayloadContext,
        _ visitor: inout V
    ) throws(Fault) {
        switch type {
        case .hashTemplateListpack:
            let fields = try readFields(&cursor, in: context)
            try visitListpack(&cursor, fields: fields, in: context, &visitor)
        case .hashTemplateListpackReference:
            try visitListpack(&cursor, fields: nil, in: context, &visitor)
        case .hashTemplateArray:
            let fields = try readFields(&cursor, in: context)
            try visitStrings(&cursor, fields: fields, in: context, &visitor)
        default:
            let fields = try template(&cursor, in: context)
            try visitStrings(&cursor, fields: fields, in: context, &visitor)
        }
    }

    @_lifetime(cursor: copy cursor)
    private static func visitStrings<V: ValueVisitor & ~Copyable>(
        _ cursor: inout ByteCursor,
        fields: [ByteString],
        in context: PayloadContext,
        _ visitor: inout V
    ) throws(Fault) {
        var scratch = ByteBuilder()
        try visitor.begin(.hash, countHint: fields.count, encoding: .plain)
        for field in fields {
            let value = try RDBString.view(&cursor, &scratch, in: context)
            try visitor.hashField(field.bytes, value: value, expiresAtMs: nil)
        }
    }

    /// Visits values in a listpack behind a template id, which counts where `fields` is nil.
    @_lifetime(cursor: copy cursor)
    private static func visitListpack<V: ValueVisitor & ~Copyable>(
        _ cursor: inout ByteCursor,
        fields: [ByteString]?,
        in context: PayloadContext,
        _ visitor: inout V
    ) throws(Fault) {
        var scratch = ByteBuilder()
        let start = cursor.offset
        let blob = try RDBString.view(&cursor, &scratch, in: context)
        var listpack = try ListpackReader(blob, at: start)
        let id = try listpack.requiredInteger(.badTemplate)
        guard let fields = fields ?? context.templates[UInt64(bitPattern: id)] else {
            throw Fault(.badTemplate, at: start)
        }
        try visitor.begin(.hash, countHint: fields.count, encoding: .compact)
        for field in fields {
            let value = try listpack.required(.badTemplate)
            try value.withText { (text) throws(Fault) in
                try visitor.hashField(field.bytes, value: text, expiresAtMs: nil)
            }
        }
        guard try listpack.next() == nil else { throw Fault(.badTemplate, at: start) }
    }

    // MARK: Fields

    private static func template<R: ByteReading & ~Copyable & ~Escapable>(
        _ reader: inout R,
        in context: PayloadContext
    ) throws(Fault) -> [ByteString] {
        let start = reader.offset
        let id = try RDBLength.read(from: &reader, in: context)
        guard let fields = context.templates[id] else {
            throw Fault(.badTemplate, at: start, detail: Int(clamping: id))
        }
        return fields
    }

    private static func skipFields<R: ByteReading & ~Copyable & ~Escapable>(
        _ reader: inout R,
        in context: PayloadContext
    ) throws(Fault) {
        switch try RDBLength.read(from: &reader, in: context) {
        case 0: try RDBString.skip(&reader, in: context)
        case 1: try RDBString.skipCounted(&reader, in: context)
        default: throw Fault(.badTemplate, at: reader.offset)
        }
    }

    private static func readFields<R: ByteReading & ~Copyable & ~Escapable>(
        _ reader: inout R,
        in context: PayloadContext
    ) throws(Fault) -> [ByteString] {
        let start = reader.offset
        var fields: [ByteString] = []
        switch try RDBLength.read(from: &reader, in: context) {
        case 0:
            let blob = try RDBString.owned(from: &reader, in: context)
            var listpack = try ListpackReader(blob.bytes, at: start)
            while let name = try listpack.next() { fields.append(name.text) }
        case 1:
            let count = try RDBLength.count(from: &reader, in: context)
            for _ in 0..<count { fields.append(try RDBString.owned(from: &reader, in: context)) }
        default:
            throw Fault(.badTemplate, at: start)
        }
        return fields
    }
}
