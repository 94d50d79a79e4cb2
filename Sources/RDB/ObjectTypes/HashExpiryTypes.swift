import RedoubtBytes
import RedoubtCodecs
import RedoubtValues

/// Hashes whose fields may expire; times are milliseconds since 1970.
///
/// | Type      | Payload                                                                       |
/// |-----------|-------------------------------------------------------------------------------|
/// | 22 Redis  | length n, n × (length time, string field, string value); time 0: none         |
/// | 22 Valkey | length n, n × (string field, string value, i64 time); time −1: none           |
/// | 23 Redis  | string: a listpack of field, value, time, …; time 0: none                     |
/// | 24        | i64 base, length n, n × (length t, string field, string value); t 0: none,    |
/// |           | else the time is base + t − 1                                                 |
/// | 25        | i64 smallest time, string: a listpack of field, value, time, …; time 0: none  |
///
/// Redis types 22 and 23 stand in files of 7.4 release candidates only.
enum HashExpiryTypes {
    static func skip<R: ByteReading & ~Copyable & ~Escapable>(
        _ type: ObjectType,
        _ reader: inout R,
        in context: PayloadContext
    ) throws(Fault) {
        if type == .hashExpiry || type == .hashListpackExpiry { try reader.skip(8) }
        if type == .hashListpackExpiry { return try RDBString.skip(&reader, in: context) }
        let count = try RDBLength.count(from: &reader, sizeMin: 3, in: context)
        for _ in 0..<count {
            if type != .hashExpiryValkey { _ = try RDBLength.read(from: &reader, in: context) }
            try RDBString.skip(&reader, in: context)
            try RDBString.skip(&reader, in: context)
            if type == .hashExpiryValkey { try reader.skip(8) }
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
        case .hashListpackExpiry:
            // Servers compute the smallest time anew.
            try cursor.skip(8)
            try visitListpack(&cursor, in: context, &visitor)
        case .hashListpackExpiryPreGA:
            try visitListpack(&cursor, in: context, &visitor)
        case .hashExpiry:
            let base = try cursor.littleEndian(Int64.self)
            try visitPlain(&cursor, base: base, in: context, &visitor)
        case .hashExpiryPreGA:
            // An absolute time t is 1 + t − 1.
            try visitPlain(&cursor, base: 1, in: context, &visitor)
        default:
            try visitValkey(&cursor, in: context, &visitor)
        }
    }

    @_lifetime(cursor: copy cursor)
    private static func visitPlain<V: ValueVisitor & ~Copyable>(
        _ cursor: inout ByteCursor,
        base: Int64,
        in context: PayloadContext,
        _ visitor: inout V
    ) throws(Fault) {
        var fieldScratch = ByteBuilder()
        var valueScratch = ByteBuilder()
        let count = try RDBLength.count(from: &cursor, sizeMin: 3, in: context)
        try visitor.begin(.hash, countHint: count, encoding: .plain)
        for _ in 0..<count {
            let start = cursor.offset
            let distance = try RDBLength.read(from: &cursor, in: context)
            let field = try RDBString.view(&cursor, &fieldScratch, in: context)
            let value = try RDBString.view(&cursor, &valueScratch, in: context)
            let time = try time(distance, behind: base, at: start)
            try visitor.hashField(field, value: value, expiresAtMs: time)
        }
    }

    /// The time that stands `distance − 1` behind `base`.
    private static func time(
        _ distance: UInt64,
        behind base: Int64,
        at offset: Int
    ) throws(Fault) -> Int64? {
        guard distance > 0 else { return nil }
        guard let step = Int64(exactly: distance - 1) else { throw Fault(.badHash, at: offset) }
        let (time, overflow) = base.addingReportingOverflow(step)
        guard !overflow else { throw Fault(.badHash, at: offset) }
        return time
    }

    @_lifetime(cursor: copy cursor)
    private static func visitValkey<V: ValueVisitor & ~Copyable>(
        _ cursor: inout ByteCursor,
        in context: PayloadContext,
        _ visitor: inout V
    ) throws(Fault) {
        var fieldScratch = ByteBuilder()
        var valueScratch = ByteBuilder()
        let count = try RDBLength.count(from: &cursor, sizeMin: 10, in: context)
        try visitor.begin(.hash, countHint: count, encoding: .plain)
        for _ in 0..<count {
            let field = try RDBString.view(&cursor, &fieldScratch, in: context)
            let value = try RDBString.view(&cursor, &valueScratch, in: context)
            let start = cursor.offset
            let time = try cursor.littleEndian(Int64.self)
            guard time >= -1 else { throw Fault(.badHash, at: start) }
            try visitor.hashField(field, value: value, expiresAtMs: time == -1 ? nil : time)
        }
    }

    @_lifetime(cursor: copy cursor)
    private static func visitListpack<V: ValueVisitor & ~Copyable>(
        _ cursor: inout ByteCursor,
        in context: PayloadContext,
        _ visitor: inout V
    ) throws(Fault) {
        var scratch = ByteBuilder()
        let start = cursor.offset
        let blob = try RDBString.view(&cursor, &scratch, in: context)
        var listpack = try ListpackReader(blob, at: start)
        try visitor.begin(.hash, countHint: listpack.groupHint(of: 3), encoding: .compact)
        while let field = try listpack.next() {
            let value = try listpack.required(.badHash)
            let timeStart = listpack.offset
            let time = try listpack.requiredInteger(.badHash)
            guard time >= 0 else { throw Fault(.badHash, at: timeStart) }
            try visitor.packedField(field, value: value, expiresAtMs: time == 0 ? nil : time)
        }
    }
}
