import RedoubtBytes
import RedoubtCommands
import RedoubtKeyspace
import RedoubtValues

/// Replays a surveyed log key by key, on several cores.
///
/// What a key becomes depends on its own records and on those of the keys that it meets in a
/// command: groups of keys that meet nobody else are replayed apart from all others, from the last
/// record that leaves nothing of what was before. The result is the same for any number of workers.
final class KeyedReplay: Sendable {
    let log: SurveyedLog
    /// What was loaded of the snapshot.
    let loaded: LoadedKeys
    /// What was spooled of the snapshot; nil if there is none.
    private let past: PastSpool?
    private let profile: ServerProfile
    private let times: ReplayTimes
    let table: CommandTable
    let workers: Workers
    /// The number under which each content ends; nil for one that was removed.
    private let endNumbers: [Int?]
    /// The content that a number first stood for since the last `FLUSHALL`.
    private let firstContents: [Int: Int]

    /// The fewest bytes for which a piece is worth its while.
    private static let pieceSize = 1 << 19
    /// The fewest records of a piece of keys that meet.
    private static let meetingCount = 1 << 13

    init(
        _ log: SurveyedLog,
        _ loaded: LoadedKeys,
        past: PastSpool?,
        profile: ServerProfile,
        startMs: Int64,
        options: LoadOptions
    ) {
        self.log = log
        self.loaded = loaded
        self.profile = profile
        times = ReplayTimes(log.history, startMs: startMs)
        table = options.commands
        self.past = past
        let most = log.history.memory.workerMax(byteCount: log.report.byteCount)
        workers = Workers(options.jobs).limited(to: most)
        var endNumbers = [Int?](repeating: nil, count: log.history.databases.count)
        for (number, content) in log.history.numbers { endNumbers[content] = number }
        self.endNumbers = endNumbers
        var firstContents: [Int: Int] = [:]
        for index in (log.history.eraStart..<endNumbers.count).reversed() {
            firstContents[log.history.databases[index].number] = index
        }
        self.firstContents = firstContents
    }

    /// A replayer with no keys.
    func replayer() -> KeyReplayer {
        KeyReplayer(log, Keyspace(profile: profile), times: times, table: table)
    }

    /// The number under which a content ends, or its first if it does not.
    func endNumber(of content: Int) -> Int {
        endNumbers[content] ?? log.history.databases[content].number
    }

    /// The content that a command means that names a database.
    func content(ofFirst number: Int) -> Int? {
        firstContents[number]
    }

    /// The content that ends under a number.
    func content(endingAs number: Int) -> Int? {
        log.history.numbers[number]
    }

    /// The numbers under which contents end that the log changes.
    var changedNumbers: [Int] { log.history.numbers.keys.sorted() }

    // MARK: Shards

    /// Number of bytes in the scratch file.
    var scratchByteCount: Int { log.history.memory.spool.writtenCount }

    var shardCount: Int { log.history.memory.shardCount }

    private func hasRecords(_ content: Int) -> Bool {
        log.history.databases[content].chains != nil
    }

    /// The chains of what the snapshot has of a content's keys.
    private func pastChains(of content: Int) -> Range<Int>? {
        let history = log.history.databases[content]
        return history.hasPast ? past?.chains[history.number] : nil
    }

    /// The records of a shard.
    func records(of shard: Int, in content: Int) throws(RecoveryError) -> ShardRecords {
        do throws(Fault) {
            guard let chains = log.history.databases[content].chains else {
                return try ShardRecords(ByteBuilder(), count: 0, in: content)
            }
            let chain = chains.lowerBound + shard
            return try ShardRecords(
                spool.bytes(of: chain),
                count: spool.count(of: chain),
                in: content
            )
        } catch {
            throw RecoveryError(error, file: spool.path)
        }
    }

    private var spool: RecordSpool { log.history.memory.spool }

    /// What the snapshot has of the keys of a shard.
    func past(of shard: Int, in content: Int) throws(RecoveryError) -> PastKeys {
        let history = log.history.databases[content]
        let loaded = loaded.past(of: history)
        guard let chains = pastChains(of: content) else {
            return PastKeys(loaded: loaded, spooled: nil)
        }
        let snapshot: ByteBuilder?
        do throws(Fault) {
            snapshot = try past?.snapshot(of: chains.lowerBound + shard)
        } catch {
            throw RecoveryError(error, file: spool.path)
        }
        guard let snapshot else { return PastKeys(loaded: loaded, spooled: nil) }
        let source = past?.source ?? spool.path
        let loader = SnapshotLoader(path: source, options: LoadOptions(), progress: nil)
        do throws(RecoveryError) {
            let dataset = try loader.load(ByteWindow(snapshot.array)).dataset
            return PastKeys(loaded: loaded, spooled: dataset.keyspace[database: 0])
        } catch {
            // The shard is a snapshot of its own: its offsets and database are not the source's.
            var found = error
            found.offset = nil
            found.key?.database = history.number
            throw found
        }
    }

    // MARK: Pieces

    /// The shards of a content in pieces that are worth a worker's while.
    func shardPieces(of content: Int) -> [ShardPiece] {
        let chains = [log.history.databases[content].chains, pastChains(of: content)]
            .compactMap(\.self)
        guard !chains.isEmpty else { return [] }
        var pieces: [ShardPiece] = []
        var start = 0
        var count = 0
        for shard in 0..<shardCount {
            count += chains.reduce(0) { $0 + spool.byteCount(of: $1.lowerBound + shard) }
            guard count >= Self.pieceSize || shard == shardCount - 1 else { continue }
            if count > 0 {
                pieces.append(
                    ShardPiece(replay: self, database: content, shards: start..<shard + 1)
                )
            }
            start = shard + 1
            count = 0
        }
        return pieces
    }

    /// The groups of keys that meet, in pieces; groups in the order of their first records.
    func meetingPieces() throws(RecoveryError) -> [MeetingPiece] {
        let history = log.history
        guard !history.meetings.isEmpty else { return [] }
        var groups: [Int: [MeetingRecord]] = [:]
        for database in history.databases.indices where hasRecords(database) {
            let parts = workers.map(shardCount) { meetingRecords(of: $0, in: database) }
            for part in parts {
                for (group, record) in try part.get() { groups[group, default: []].append(record) }
            }
        }
        for join in history.joins {
            guard let group = history.meetings.group(of: join.record.identity) else { continue }
            groups[group, default: []].append(
                MeetingRecord(
                    record: FoundRecord(record: join.record),
                    database: join.database,
                    isJoin: true
                )
            )
        }
        let sorted = groups.values.map {
            $0.sorted { $0.record.record.place < $1.record.record.place }
        }
        .sorted { $0[0].record.record.place < $1[0].record.record.place }
        return pieces(of: sorted)
    }

    /// The records of a shard whose keys meet others, with the groups of these.
    private func meetingRecords(
        of shard: Int,
        in database: Int
    ) -> Result<[(group: Int, record: MeetingRecord)], RecoveryError> {
        let meetings = log.history.meetings
        do throws(RecoveryError) {
            var found: [(group: Int, record: MeetingRecord)] = []
            for record in try records(of: shard, in: database).records {
                guard let group = meetings.group(of: record.identity) else { continue }
                found.append(
                    (
                        group,
                        MeetingRecord(
                            record: FoundRecord(record: record),
                            database: database,
                            isJoin: false
                        )
                    )
                )
            }
            return .success(found)
        } catch {
            return .failure(error)
        }
    }

    private func pieces(of groups: [[MeetingRecord]]) -> [MeetingPiece] {
        var pieces: [MeetingPiece] = []
        var start = 0
        var count = 0
        for index in groups.indices {
            count += groups[index].count
            guard count >= Self.meetingCount || index == groups.count - 1 else { continue }
            pieces.append(MeetingPiece(replay: self, groups: groups[start...index]))
            start = index + 1
            count = 0
        }
        return pieces
    }
}
