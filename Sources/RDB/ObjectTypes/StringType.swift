import RedoubtBytes
import RedoubtValues

/// Strings: type 0, whose payload is one encoded string.
enum StringType {
    @_lifetime(cursor: copy cursor)
    static func visit<V: ValueVisitor & ~Copyable>(
        _ cursor: inout ByteCursor,
        in context: PayloadContext,
        _ visitor: inout V
    ) throws(Fault) {
        try visitor.begin(.string, countHint: nil, encoding: .plain)
        let form = try RDBString.next(&cursor, in: context)
        // Most strings stand raw in the file and need no memory of their own.
        if case .raw(let count) = form { return try visitor.string(cursor.view(count)) }
        var scratch = ByteBuilder()
        try visitor.string(RDBString.view(of: form, &cursor, &scratch))
    }
}
