import RedoubtBytes
import RedoubtValues

/// Module values: type 7, which is a module id (length) and an opcode stream with an end mark.
///
/// Type 6 of Redis 4.0 release candidates lacks the opcodes, so that only its module could tell
/// where it ends; it is refused, as by servers.
enum ModuleTypes {
    static func skip<R: ByteReading & ~Copyable & ~Escapable>(
        _ reader: inout R,
        in context: PayloadContext
    ) throws(Fault) {
        _ = try RDBLength.read(from: &reader, in: context)
        try ModuleStream.skip(&reader, in: context)
    }

    @_lifetime(cursor: copy cursor)
    static func visit<V: ValueVisitor & ~Copyable>(
        _ cursor: inout ByteCursor,
        in context: PayloadContext,
        _ visitor: inout V
    ) throws(Fault) {
        let id = ModuleID(rawValue: try RDBLength.read(from: &cursor, in: context))
        try visitor.begin(.module, countHint: nil, encoding: .compact)
        let start = cursor.position
        try ModuleStream.skip(&cursor, in: context)
        let payload = cursor.source.extracting(start..<cursor.position)
        try visitor.module(id: id, payload: payload)
    }
}
