public import RedoubtBytes
import RedoubtCodecs
import RedoubtRDB
import RedoubtRESP
public import RedoubtValues

extension RewriteVisitor: ValueVisitor where Sink: ~Copyable {
    /// A value begins.
    public mutating func begin(
        _ kind: ValueKind,
        countHint: Int?,
        encoding: SourceEncoding
    ) throws(Fault) {
        switch kind {
        case .module: throw unsupported(.modules)
        case .rateLimit: throw unsupported(.rateLimits)
        case .array where !(target.family == .redis && target.isAtLeast(redis: 8, 8)):
            throw unsupported(.arrays)
        case .stream where !target.isAtLeast(redis: 5, 0): throw unsupported(.streams)
        default: self.kind = kind
        }
        batch.removeAll()
        behindBatch.removeAll()
        batchCount = 0
        streamBegan()
    }

    /// `SET key value`.
    public mutating func string(_ bytes: RawSpan) throws(Fault) {
        begin(argumentCount: 3)
        RESPWriter.word("SET", into: &output)
        RESPWriter.argument(key, into: &output)
        RESPWriter.argument(bytes, into: &output)
        try flushIfLarge()
    }

    /// An item of `RPUSH`.
    public mutating func listElement(_ element: RawSpan) throws(Fault) {
        RESPWriter.argument(element, into: &batch)
        try itemDone(wordsPerItem: 1, perCommand: Self.itemsMax)
    }

    /// An item of `SADD`.
    public mutating func setMember(_ member: RawSpan) throws(Fault) {
        RESPWriter.argument(member, into: &batch)
        try itemDone(wordsPerItem: 1, perCommand: Self.itemsMax)
    }

    /// A score and a member of `ZADD`.
    public mutating func sortedSetMember(_ member: RawSpan, score: Double) throws(Fault) {
        // Seventeen digits survive the way back in every server.
        ScoreText.appendLong(score, to: &scratch)
        Self.takeArgument(&scratch, into: &batch)
        RESPWriter.argument(member, into: &batch)
        try itemDone(wordsPerItem: 2, perCommand: Self.itemsMax)
    }

    /// A field and its value of `HMSET`; `HPEXPIREAT` behind it if the field expires.
    public mutating func hashField(
        _ field: RawSpan,
        value: RawSpan,
        expiresAtMs: Int64?
    ) throws(Fault) {
        RESPWriter.argument(field, into: &batch)
        RESPWriter.argument(value, into: &batch)
        if let expiresAtMs {
            guard knowsFieldExpiry else { throw unsupported(.fieldExpiries) }
            commandCount += 1
            RESPWriter.begin(argumentCount: 6, into: &behindBatch)
            RESPWriter.word("HPEXPIREAT", into: &behindBatch)
            RESPWriter.argument(key, into: &behindBatch)
            RESPWriter.argument(expiresAtMs, into: &behindBatch)
            RESPWriter.word("FIELDS", into: &behindBatch)
            RESPWriter.word("1", into: &behindBatch)
            RESPWriter.argument(field, into: &behindBatch)
        }
        try itemDone(wordsPerItem: 2, perCommand: Self.itemsMax)
    }

    private var knowsFieldExpiry: Bool {
        target.family == .redis
            ? target.isAtLeast(redis: 7, 4) : target.isAtLeast(valkey: 9, 0)
    }

    /// An index and an element of `ARMSET`.
    public mutating func arrayElement(at index: UInt64, _ element: RawSpan) throws(Fault) {
        RESPWriter.argument(index, into: &batch)
        RESPWriter.argument(element, into: &batch)
        try itemDone(wordsPerItem: 2, perCommand: Self.arrayItemsMax)
    }

    /// `ARSEEK key index`.
    public mutating func arrayInsertIndex(_ index: UInt64) throws(Fault) {
        try flushBatch(wordsPerItem: 2)
        begin(argumentCount: 3)
        RESPWriter.word("ARSEEK", into: &output)
        RESPWriter.argument(key, into: &output)
        RESPWriter.argument(index, into: &output)
    }

    /// A rate limit has no command that sets it.
    public mutating func rateLimit(timeUs: UInt64) throws(Fault) {
        throw unsupported(.rateLimits)
    }

    /// A module value is opaque: only its module could write commands for it.
    public mutating func module(id: ModuleID, payload: RawSpan) throws(Fault) {
        throw unsupported(.modules)
    }

    /// The value ends: the last items go out.
    public mutating func end() throws(Fault) {
        switch kind {
        case .sortedSet, .hash, .array: try flushBatch(wordsPerItem: 2)
        case .list, .set: try flushBatch(wordsPerItem: 1)
        default: break
        }
    }
}
