import RedoubtBytes
import RedoubtValues

/// Rate limits: type 33, one length with a time in microseconds below 2^63.
enum RateLimitType {
    @_lifetime(cursor: copy cursor)
    static func visit<V: ValueVisitor & ~Copyable>(
        _ cursor: inout ByteCursor,
        in context: PayloadContext,
        _ visitor: inout V
    ) throws(Fault) {
        let start = cursor.offset
        let time = try RDBLength.read(from: &cursor, in: context)
        guard time <= UInt64(Int64.max) else { throw Fault(.badNumber, at: start) }
        try visitor.begin(.rateLimit, countHint: nil, encoding: .plain)
        try visitor.rateLimit(timeUs: time)
    }
}
