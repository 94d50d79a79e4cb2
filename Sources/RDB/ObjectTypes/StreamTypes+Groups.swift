import RedoubtBytes
import RedoubtValues

/// Consumer groups: length n, then per group
///
/// 1. string name, lengths last ms and last seq, from type 19 on length entries read (2^64−1: not
///    known);
/// 2. pending entries: length n, n × (raw id, i64 delivery time, length delivery count);
/// 3. consumers: length n, n × (string name, i64 seen time, from type 21 on i64 active time,
///    length n, n × raw id of a pending entry);
/// 4. from type 27 on: length n, n × raw id of a pending entry that no consumer owns.
extension StreamTypes {
    private static let pendingSizeMin = StreamID.rawSize + 9

    static func skipGroups<R: ByteReading & ~Copyable & ~Escapable>(
        _ form: StreamForm,
        _ reader: inout R,
        in context: PayloadContext
    ) throws(Fault) {
        let groupCount = try RDBLength.count(from: &reader, sizeMin: 5, in: context)
        for _ in 0..<groupCount {
            try RDBString.skip(&reader, in: context)
            for _ in 0..<(form.hasOffsets ? 3 : 2) {
                _ = try RDBLength.read(from: &reader, in: context)
            }
            let pending = try RDBLength.count(from: &reader, sizeMin: pendingSizeMin, in: context)
            for _ in 0..<pending {
                try reader.skip(StreamID.rawSize + 8)
                _ = try RDBLength.read(from: &reader, in: context)
            }
            let consumerCount = try RDBLength.count(from: &reader, sizeMin: 10, in: context)
            for _ in 0..<consumerCount {
                try RDBString.skip(&reader, in: context)
                try reader.skip(form.hasActiveTimes ? 16 : 8)
                try skipIDs(&reader, in: context)
            }
            if form.hasUnownedEntries { try skipIDs(&reader, in: context) }
        }
    }

    private static func skipIDs<R: ByteReading & ~Copyable & ~Escapable>(
        _ reader: inout R,
        in context: PayloadContext
    ) throws(Fault) {
        let start = reader.offset
        let count = try RDBLength.count(from: &reader, sizeMin: StreamID.rawSize, in: context)
        let (size, overflow) = count.multipliedReportingOverflow(by: StreamID.rawSize)
        guard !overflow else { throw Fault(.tooLarge, at: start, detail: count) }
        try reader.skip(size)
    }

    @_lifetime(cursor: copy cursor)
    static func visitGroups<V: ValueVisitor & ~Copyable>(
        _ form: StreamForm,
        _ cursor: inout ByteCursor,
        of state: StreamState,
        in context: PayloadContext,
        _ visitor: inout V
    ) throws(Fault) {
        let groupCount = try RDBLength.count(from: &cursor, sizeMin: 5, in: context)
        for _ in 0..<groupCount {
            try visitor.streamGroup(readGroup(form, &cursor, of: state, in: context))
        }
    }

    @_lifetime(cursor: copy cursor)
    private static func readGroup(
        _ form: StreamForm,
        _ cursor: inout ByteCursor,
        of state: StreamState,
        in context: PayloadContext
    ) throws(Fault) -> StreamGroup {
        let name = try RDBString.owned(from: &cursor, in: context)
        let lastID = try StreamID(lengths: &cursor, in: context)
        let entriesRead =
            form.hasOffsets
            ? try RDBLength.read(from: &cursor, in: context) : state.entriesReadEstimate(at: lastID)
        var ownership = try PendingOwnership(&cursor, in: context)
        var consumers: [StreamConsumer] = []
        let consumerCount = try RDBLength.count(from: &cursor, sizeMin: 10, in: context)
        for index in 0..<consumerCount {
            let name = try RDBString.owned(from: &cursor, in: context)
            let seen = try cursor.littleEndian(Int64.self)
            let active = form.hasActiveTimes ? try cursor.littleEndian(Int64.self) : seen
            consumers.append(StreamConsumer(name: name, seenTimeMs: seen, activeTimeMs: active))
            try ownership.claim(&cursor, for: index, in: context)
        }
        if form.hasUnownedEntries { try ownership.leaveUnowned(&cursor, in: context) }
        return StreamGroup(
            name: name,
            lastID: lastID,
            entriesRead: entriesRead == .max ? nil : entriesRead,
            pending: try ownership.finish(at: cursor.offset),
            consumers: consumers
        )
    }
}

extension StreamState {
    /// How many entries a group at `id` has read, as servers guess it for streams of type 15;
    /// 2^64−1 where it can not be told.
    func entriesReadEstimate(at id: StreamID) -> UInt64 {
        if entriesAdded == 0 { return 0 }
        if length == 0, id <= lastID { return entriesAdded }
        if id != .zero, id < maxDeletedID { return .max }
        if id == lastID { return entriesAdded }
        if id > lastID { return .max }
        guard maxDeletedID == .zero || maxDeletedID < firstID else { return .max }
        if id < firstID { return entriesAdded &- length }
        return id == firstID ? entriesAdded &- length &+ 1 : .max
    }
}
