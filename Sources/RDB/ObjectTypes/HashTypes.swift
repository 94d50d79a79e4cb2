import RedoubtBytes
import RedoubtCodecs
import RedoubtValues

/// Hashes without field expiries, in any order.
///
/// | Type | Name       | Payload                                               |
/// |------|------------|-------------------------------------------------------|
/// | 4    | hash table | length n, n × (string field, string value)            |
/// | 9    | zipmap     | string: a zipmap                                      |
/// | 13   | ziplist    | string: a ziplist of field, value, field, value, …    |
/// | 16   | listpack   | string: a listpack of field, value, field, value, …   |
enum HashTypes {
    @_lifetime(cursor: copy cursor)
    static func visit<V: ValueVisitor & ~Copyable>(
        _ type: ObjectType,
        _ cursor: inout ByteCursor,
        in context: PayloadContext,
        _ visitor: inout V
    ) throws(Fault) {
        var scratch = ByteBuilder()
        guard type != .hash else {
            return try visitPlain(&cursor, &scratch, in: context, &visitor)
        }
        let start = cursor.offset
        let blob = try RDBString.view(&cursor, &scratch, in: context)
        switch type {
        case .hashZipmap: try visitZipmap(ZipmapReader(blob, at: start), &visitor)
        case .hashZiplist: try visitPairs(ZiplistReader(blob, at: start), &visitor)
        default: try visitPairs(ListpackReader(blob, at: start), &visitor)
        }
    }

    @_lifetime(cursor: copy cursor)
    private static func visitPlain<V: ValueVisitor & ~Copyable>(
        _ cursor: inout ByteCursor,
        _ fieldScratch: inout ByteBuilder,
        in context: PayloadContext,
        _ visitor: inout V
    ) throws(Fault) {
        var valueScratch = ByteBuilder()
        let count = try RDBLength.count(from: &cursor, sizeMin: 2, in: context)
        try visitor.begin(.hash, countHint: count, encoding: .plain)
        for _ in 0..<count {
            let field = try RDBString.view(&cursor, &fieldScratch, in: context)
            let value = try RDBString.view(&cursor, &valueScratch, in: context)
            try visitor.hashField(field, value: value, expiresAtMs: nil)
        }
    }

    private static func visitZipmap<V: ValueVisitor & ~Copyable>(
        _ zipmap: consuming ZipmapReader,
        _ visitor: inout V
    ) throws(Fault) {
        let start = zipmap.offset
        try visitor.begin(.hash, countHint: zipmap.countHint, encoding: .compact)
        var isEmpty = true
        while let pair = try zipmap.next() {
            isEmpty = false
            try visitor.hashField(pair.field, value: pair.value, expiresAtMs: nil)
        }
        // Unlike other empty collections, servers take this one for damage.
        guard !isEmpty else { throw Fault(.badZipmap, at: start) }
    }

    private static func visitPairs<P: PackedReading & ~Escapable, V: ValueVisitor & ~Copyable>(
        _ packed: consuming P,
        _ visitor: inout V
    ) throws(Fault) {
        try visitor.begin(.hash, countHint: packed.groupHint(of: 2), encoding: .compact)
        while let field = try packed.next() {
            let value = try packed.required(.badHash)
            try visitor.packedField(field, value: value, expiresAtMs: nil)
        }
    }
}

extension ValueVisitor where Self: ~Copyable {
    /// Hears a field whose name and value are elements of a blob.
    mutating func packedField(
        _ field: borrowing PackedElement,
        value: borrowing PackedElement,
        expiresAtMs: Int64?
    ) throws(Fault) {
        try field.withText { (fieldText) throws(Fault) in
            try value.withText { (valueText) throws(Fault) in
                try hashField(fieldText, value: valueText, expiresAtMs: expiresAtMs)
            }
        }
    }
}
