import RedoubtBytes
import RedoubtValues

/// Streams: types 15, 19, 21, 26 and 27, of which each adds to the one before.
///
/// 1. Entries: length n, n × (string node key, string listpack); see ``StreamNode``.
/// 2. State: lengths live count, last ms, last seq; from 19 on also first ms, first seq, deleted
///    ms, deleted seq, entries added.
/// 3. Groups: length n, n groups; see `StreamTypes+Groups.swift`.
/// 4. From 26 on: idempotent producers; see `StreamTypes+Idempotence.swift`.
enum StreamTypes {
    static func skip<R: ByteReading & ~Copyable & ~Escapable>(
        _ form: StreamForm,
        _ reader: inout R,
        in context: PayloadContext
    ) throws(Fault) {
        try RDBString.skipCounted(&reader, perElement: 2, in: context)
        for _ in 0..<(form.hasOffsets ? 8 : 3) {
            _ = try RDBLength.read(from: &reader, in: context)
        }
        try skipGroups(form, &reader, in: context)
        if form.hasIdempotence { try skipIdempotence(&reader, in: context) }
    }

    @_lifetime(cursor: copy cursor)
    static func visit<V: ValueVisitor & ~Copyable>(
        _ form: StreamForm,
        _ cursor: inout ByteCursor,
        in context: PayloadContext,
        _ visitor: inout V
    ) throws(Fault) {
        try visitor.begin(.stream, countHint: nil, encoding: .compact)
        let live = try visitNodes(&cursor, in: context, &visitor)
        var state = try readState(form, &cursor, live: live, in: context)
        // The state comes before the groups, what it lacks behind them: pass over and come back.
        let groups = cursor
        if form.hasIdempotence {
            try skipGroups(form, &cursor, in: context)
            state.idempotence = try readIdempotence(&cursor, in: context)
        }
        try visitor.streamState(state)
        let end = cursor
        cursor = groups
        try visitGroups(form, &cursor, of: state, in: context, &visitor)
        if form.hasIdempotence { cursor = end }
    }

    @_lifetime(cursor: copy cursor)
    private static func visitNodes<V: ValueVisitor & ~Copyable>(
        _ cursor: inout ByteCursor,
        in context: PayloadContext,
        _ visitor: inout V
    ) throws(Fault) -> LiveEntries {
        var keyScratch = ByteBuilder(capacity: 16)
        var blobScratch = ByteBuilder()
        var live = LiveEntries()
        let count = try RDBLength.count(from: &cursor, sizeMin: 2, in: context)
        for _ in 0..<count {
            let start = cursor.offset
            let key = try RDBString.view(&cursor, &keyScratch, in: context)
            guard key.byteCount == StreamID.rawSize else { throw Fault(.badStream, at: start) }
            var keyCursor = ByteCursor(key, at: start)
            let base = try StreamID(raw: &keyCursor)
            let blobStart = cursor.offset
            let blob = try RDBString.view(&cursor, &blobScratch, in: context)
            var node = try StreamNode(blob, base: base, at: blobStart)
            try node.visit(&live, &visitor)
            try visitor.endStreamNode(node.bounds(byteCount: blob.byteCount))
        }
        return live
    }

    @_lifetime(cursor: copy cursor)
    private static func readState(
        _ form: StreamForm,
        _ cursor: inout ByteCursor,
        live: LiveEntries,
        in context: PayloadContext
    ) throws(Fault) -> StreamState {
        var state = StreamState()
        // Old servers left counts that are too high in their files; what counts is what is there.
        _ = try RDBLength.read(from: &cursor, in: context)
        state.length = live.count
        state.lastID = try StreamID(lengths: &cursor, in: context)
        guard form.hasOffsets else {
            state.firstID = live.first ?? .zero
            state.entriesAdded = live.count
            return state
        }
        state.firstID = try StreamID(lengths: &cursor, in: context)
        state.maxDeletedID = try StreamID(lengths: &cursor, in: context)
        state.entriesAdded = try RDBLength.read(from: &cursor, in: context)
        return state
    }
}

/// What the type numbers of streams tell.
struct StreamForm {
    /// Type 19: first id, largest deleted id, numbers of entries added and read.
    let hasOffsets: Bool
    /// Type 21: when consumers were last active.
    let hasActiveTimes: Bool
    /// Type 26: idempotent producers.
    let hasIdempotence: Bool
    /// Type 27: pending entries that no consumer owns.
    let hasUnownedEntries: Bool

    init(_ type: ObjectType) {
        hasOffsets = type != .stream
        hasActiveTimes = hasOffsets && type != .stream2
        hasIdempotence = type == .stream4 || type == .stream5
        hasUnownedEntries = type == .stream5
    }
}

/// The live entries met so far.
struct LiveEntries {
    var count: UInt64 = 0
    var first: StreamID?
    var last: StreamID?
}

extension StreamID {
    /// Size of a raw id: two big-endian 64-bit numbers.
    static let rawSize = 16

    /// Reads a raw id.
    init<R: ByteReading & ~Copyable & ~Escapable>(raw reader: inout R) throws(Fault) {
        let milliseconds = try reader.bigEndian(UInt64.self)
        self.init(milliseconds, try reader.bigEndian(UInt64.self))
    }

    /// Reads an id that stands as two lengths.
    init<R: ByteReading & ~Copyable & ~Escapable>(
        lengths reader: inout R,
        in context: PayloadContext
    ) throws(Fault) {
        let milliseconds = try RDBLength.read(from: &reader, in: context)
        self.init(milliseconds, try RDBLength.read(from: &reader, in: context))
    }
}
