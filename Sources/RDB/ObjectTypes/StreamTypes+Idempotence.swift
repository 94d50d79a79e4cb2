import RedoubtBytes
import RedoubtValues

/// Idempotent producers, from type 26 (Redis 8.6) on: lengths duration in seconds and ids kept per
/// producer, length n, n × (string producer, length m, m × (string id, length ms, length seq)),
/// then lengths ids added and duplicates refused.
extension StreamTypes {
    static func skipIdempotence<R: ByteReading & ~Copyable & ~Escapable>(
        _ reader: inout R,
        in context: PayloadContext
    ) throws(Fault) {
        try skipLengths(2, &reader, in: context)
        let producers = try RDBLength.count(from: &reader, sizeMin: 2, in: context)
        for _ in 0..<producers {
            try RDBString.skip(&reader, in: context)
            let ids = try RDBLength.count(from: &reader, sizeMin: 3, in: context)
            for _ in 0..<ids {
                try RDBString.skip(&reader, in: context)
                try skipLengths(2, &reader, in: context)
            }
        }
        try skipLengths(2, &reader, in: context)
    }

    private static func skipLengths<R: ByteReading & ~Copyable & ~Escapable>(
        _ count: Int,
        _ reader: inout R,
        in context: PayloadContext
    ) throws(Fault) {
        for _ in 0..<count { _ = try RDBLength.read(from: &reader, in: context) }
    }

    @_lifetime(cursor: copy cursor)
    static func readIdempotence(
        _ cursor: inout ByteCursor,
        in context: PayloadContext
    ) throws(Fault) -> StreamIdempotence {
        var idempotence = StreamIdempotence()
        idempotence.durationSeconds = try RDBLength.read(from: &cursor, in: context)
        idempotence.entriesMax = try RDBLength.read(from: &cursor, in: context)
        let producers = try RDBLength.count(from: &cursor, sizeMin: 2, in: context)
        for _ in 0..<producers {
            let name = try RDBString.owned(from: &cursor, in: context)
            var ids: [(id: ByteString, entry: StreamID)] = []
            let count = try RDBLength.count(from: &cursor, sizeMin: 3, in: context)
            for _ in 0..<count {
                let id = try RDBString.owned(from: &cursor, in: context)
                ids.append((id, try StreamID(lengths: &cursor, in: context)))
            }
            idempotence.producers.append(StreamIdempotence.Producer(name: name, ids: ids))
        }
        idempotence.idsAdded = try RDBLength.read(from: &cursor, in: context)
        idempotence.idsDuplicate = try RDBLength.read(from: &cursor, in: context)
        return idempotence
    }
}
