public import RedoubtBytes
import RedoubtRDB
import RedoubtRESP
public import RedoubtValues

/// Streams: their entries, `XSETID`, and per group `XGROUP CREATE`, `XCLAIM` for each pending entry
/// and `XGROUP CREATECONSUMER` for each consumer that has none.
extension RewriteVisitor where Sink: ~Copyable {
    mutating func streamBegan() {
        streamIsEmpty = true
    }

    /// `XADD key id` and the fields that follow.
    public mutating func beginStreamEntry(_ id: StreamID, fieldCount: Int) throws(Fault) {
        // The command needs a field, and so has every entry that a server wrote.
        guard fieldCount > 0, fieldCount < Int(Int32.max) / 4 else { throw Fault(.badStream) }
        try flushIfLarge()
        streamIsEmpty = false
        beginStreamCommand("XADD", argumentCount: 3 + 2 * fieldCount)
        argument(id)
    }

    /// A field of the entry.
    public mutating func streamField(_ field: RawSpan, value: RawSpan) throws(Fault) {
        RESPWriter.argument(field, into: &output)
        RESPWriter.argument(value, into: &output)
        try flushIfLarge()
    }

    /// `XSETID`; before it, an empty stream is made by an entry that does not stay.
    public mutating func streamState(_ state: StreamState) throws(Fault) {
        if streamIsEmpty {
            beginStreamCommand("XADD", argumentCount: 7)
            words("MAXLEN", "0", "0-1")
            words("x", "y")
        }
        let isDetailed = target.isAtLeast(redis: 7, 0)
        beginStreamCommand("XSETID", argumentCount: isDetailed ? 7 : 3)
        argument(state.lastID)
        if isDetailed {
            words("ENTRIESADDED")
            RESPWriter.argument(state.entriesAdded, into: &output)
            words("MAXDELETEDID")
            argument(state.maxDeletedID)
        }
        if let idempotence = state.idempotence { try write(idempotence) }
    }

    /// The group with its consumers and their pending entries.
    public mutating func streamGroup(_ group: StreamGroup) throws(Fault) {
        let isDetailed = target.isAtLeast(redis: 7, 0)
        beginGroupCommand("CREATE", group, argumentCount: isDetailed ? 7 : 5)
        argument(group.lastID)
        if isDetailed {
            words("ENTRIESREAD")
            if let entriesRead = group.entriesRead {
                RESPWriter.argument(entriesRead, into: &output)
            } else {
                words("-1")
            }
        }
        var owns = [Bool](repeating: false, count: group.consumers.count)
        for entry in group.pending {
            try write(entry, of: group, &owns)
            try flushIfLarge()
        }
        // Before 6.2 a consumer without pending entries can not be made.
        guard target.isAtLeast(redis: 6, 2) else { return }
        for (index, consumer) in group.consumers.enumerated() where !owns[index] {
            beginGroupCommand("CREATECONSUMER", group, argumentCount: 5)
            RESPWriter.argument(consumer.name, into: &output)
            try flushIfLarge()
        }
    }

    private mutating func write(
        _ entry: PendingEntry,
        of group: StreamGroup,
        _ owns: inout [Bool]
    ) throws(Fault) {
        guard let owner = entry.consumer else { return try writeUnowned(entry, of: group) }
        guard group.consumers.indices.contains(owner) else { throw Fault(.badStream) }
        owns[owner] = true
        beginStreamCommand("XCLAIM", argumentCount: 12)
        RESPWriter.argument(group.name, into: &output)
        RESPWriter.argument(group.consumers[owner].name, into: &output)
        words("0")
        argument(entry.id)
        words("TIME")
        RESPWriter.argument(entry.deliveryTimeMs, into: &output)
        words("RETRYCOUNT")
        RESPWriter.argument(entry.deliveryCount, into: &output)
        words("JUSTID", "FORCE")
    }

    /// An entry that was handed back and belongs to no consumer (Redis 8.8).
    private mutating func writeUnowned(
        _ entry: PendingEntry,
        of group: StreamGroup
    ) throws(Fault) {
        guard target.family == .redis, target.isAtLeast(redis: 8, 8) else {
            throw unsupported(.unownedPendingEntries)
        }
        beginStreamCommand("XNACK", argumentCount: 10)
        RESPWriter.argument(group.name, into: &output)
        words("FAIL", "IDS", "1")
        argument(entry.id)
        words("RETRYCOUNT")
        RESPWriter.argument(entry.deliveryCount, into: &output)
        words("FORCE")
    }

    private mutating func write(_ idempotence: StreamIdempotence) throws(Fault) {
        let isKnown = target.family == .redis && target.isAtLeast(redis: 8, 6)
        guard isKnown else {
            // The limits alone are a setting that an older server has no use for.
            guard idempotence.producers.isEmpty else { throw unsupported(.idempotentProducers) }
            return
        }
        beginStreamCommand("XCFGSET", argumentCount: 6)
        words("IDMP-DURATION")
        RESPWriter.argument(idempotence.durationSeconds, into: &output)
        words("IDMP-MAXSIZE")
        RESPWriter.argument(idempotence.entriesMax, into: &output)
        for producer in idempotence.producers {
            for (id, entry) in producer.ids {
                beginStreamCommand("XIDMPRECORD", argumentCount: 5)
                RESPWriter.argument(producer.name, into: &output)
                RESPWriter.argument(id, into: &output)
                argument(entry)
                try flushIfLarge()
            }
        }
    }

    // MARK: Words

    private mutating func beginStreamCommand(_ name: StaticString, argumentCount: Int) {
        begin(argumentCount: argumentCount)
        RESPWriter.word(name, into: &output)
        RESPWriter.argument(key, into: &output)
    }

    private mutating func beginGroupCommand(
        _ subcommand: StaticString,
        _ group: StreamGroup,
        argumentCount: Int
    ) {
        begin(argumentCount: argumentCount)
        words("XGROUP", subcommand)
        RESPWriter.argument(key, into: &output)
        RESPWriter.argument(group.name, into: &output)
    }

    private mutating func words(_ words: StaticString...) {
        for word in words { RESPWriter.word(word, into: &output) }
    }

    private mutating func argument(_ id: StreamID) {
        scratch.append(id)
        Self.takeArgument(&scratch, into: &output)
    }
}
