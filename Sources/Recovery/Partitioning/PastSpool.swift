import RedoubtBytes
import RedoubtRDB
import RedoubtValues

/// What a snapshot has of the keys that a log touches: for each shard a small snapshot of its own.
final class PastSpool: @unchecked Sendable {
    // One task fills it; behind that nothing changes.

    private let log: SurveyedLog
    private let memory: MemoryPlan
    /// Made for the version of the snapshot with the first key.
    private let writer = WriterBox()
    /// The snapshot that the keys are of.
    private(set) var source = ""
    /// Number of keys.
    private(set) var keyCount = 0
    /// The chains by the number of the database.
    private(set) var chains: [Int: Range<Int>] = [:]

    private final class WriterBox {
        var writer: KeyWriter?
    }

    init(_ log: SurveyedLog) {
        self.log = log
        memory = log.history.memory
    }

    /// Takes a key over; false for one that stays in memory: its value is not whole in itself, or
    /// it meets other keys.
    func take(
        _ key: KeyFrame,
        _ name: RawSpan,
        _ payload: RawSpan,
        in context: PayloadContext,
        of path: String
    ) throws(Fault) -> Bool {
        guard context.templates.isEmpty, key.type.wire(in: context.format.dialect) != nil else {
            return false
        }
        let history = log.history
        let content = history.pastContent(of: key.database)
        let keyName = KeyedRecord.KeyName(name, database: content ?? 0)
        if content != nil, history.meetings.group(of: keyName.identity) != nil { return false }
        let chains = chains[key.database] ?? memory.spool.newChains(memory.shardCount)
        self.chains[key.database] = chains
        if writer.writer == nil {
            writer.writer = KeyWriter(format: context.format, compresses: false)
        }
        let chain = chains.lowerBound + memory.shard(of: keyName)
        let writer = writer
        source = path
        keyCount += 1
        try memory.spool.append(name.byteCount + payload.byteCount + 64, to: chain) {
            (block) throws(Fault) in
            try writer.writer?.copy(name, key.attributes, key.type, payload: payload, to: &block)
        }
        return true
    }

    /// The keys of a shard as a snapshot.
    func snapshot(of chain: Int) throws(Fault) -> ByteBuilder? {
        guard let format = writer.writer?.format else { return nil }
        var bytes = try memory.spool.bytes(of: chain, behind: Array(format.description.utf8))
        bytes.append(0xFF)
        if format.hasChecksum { bytes.appendLittleEndian(UInt64(0)) }
        return bytes
    }
}
