import RedoubtBytes
import RedoubtCodecs
import RedoubtValues

/// Sets, in any order.
///
/// | Type | Name       | Payload                           |
/// |------|------------|-----------------------------------|
/// | 2    | hash table | length n, n strings               |
/// | 11   | intset     | string: an intset                 |
/// | 20   | listpack   | string: a listpack of the members |
enum SetTypes {
    @_lifetime(cursor: copy cursor)
    static func visit<V: ValueVisitor & ~Copyable>(
        _ type: ObjectType,
        _ cursor: inout ByteCursor,
        in context: PayloadContext,
        _ visitor: inout V
    ) throws(Fault) {
        var scratch = ByteBuilder()
        guard type != .set else {
            let count = try RDBLength.count(from: &cursor, in: context)
            try visitor.begin(.set, countHint: count, encoding: .plain)
            for _ in 0..<count {
                try visitor.setMember(RDBString.view(&cursor, &scratch, in: context))
            }
            return
        }
        let start = cursor.offset
        let blob = try RDBString.view(&cursor, &scratch, in: context)
        if type == .setIntset {
            try visit(IntsetReader(blob, at: start), &visitor)
        } else {
            try visit(ListpackReader(blob, at: start), &visitor)
        }
    }

    private static func visit<V: ValueVisitor & ~Copyable>(
        _ intset: consuming IntsetReader,
        _ visitor: inout V
    ) throws(Fault) {
        try visitor.begin(.set, countHint: intset.count, encoding: .compact)
        while let value = try intset.next() {
            let text = DecimalText(value)
            try visitor.setMember(text.bytes)
        }
    }

    private static func visit<V: ValueVisitor & ~Copyable>(
        _ listpack: consuming ListpackReader,
        _ visitor: inout V
    ) throws(Fault) {
        try visitor.begin(.set, countHint: listpack.countHint, encoding: .compact)
        while let member = try listpack.next() {
            try member.withText { (text) throws(Fault) in try visitor.setMember(text) }
        }
    }
}
