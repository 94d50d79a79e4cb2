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
    private let profile: ServerProfile
    private let times: ReplayTimes
    let table: CommandTable
    let workers: Workers
    /// The number under which each content ends; nil for one that was removed.
    private let endNumbers: [Int?]
    /// The content that a number first stood for since the last `FLUSHALL`.
    private let firstContents: [Int: Int]

    /// The fewest records for which a piece is worth its while.
    private static let pieceSize = 1 << 13

    init(
        _ log: SurveyedLog,
        _ loaded: LoadedKeys,
        profile: ServerProfile,
        startMs: Int64,
        options: LoadOptions
    ) {
        self.log = log
        self.loaded = loaded
        self.profile = profile
        times = ReplayTimes(log.history, startMs: startMs)
        table = options.commands
        workers = Workers(options.jobs)
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

    // MARK: Pieces

    /// The shards of a content in pieces that are worth a worker's while.
    func shardPieces(of content: Int) -> [ShardPiece] {
        let shards = log.history.databases[content].shards
        var pieces: [ShardPiece] = []
        var start = 0
        var count = 0
        for shard in shards.indices {
            count += shards[shard].count
            guard count >= Self.pieceSize || shard == shards.count - 1 else { continue }
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
    func meetingPieces() -> [MeetingPiece] {
        let history = log.history
        guard !history.meetings.isEmpty else { return [] }
        var groups: [Int: [MeetingRecord]] = [:]
        for (database, content) in history.databases.enumerated() {
            for found in workers.map(
                content.shards.count,
                { shard in
                    content.shards[shard].compactMap { record in
                        history.meetings.group(of: record.identity).map {
                            ($0, MeetingRecord(record: record, database: database, isJoin: false))
                        }
                    }
                }
            ) {
                for (group, record) in found { groups[group, default: []].append(record) }
            }
        }
        for join in history.joins {
            guard let group = history.meetings.group(of: join.record.identity) else { continue }
            groups[group, default: []].append(
                MeetingRecord(record: join.record, database: join.database, isJoin: true)
            )
        }
        let sorted = groups.values.map { $0.sorted { $0.record.place < $1.record.place } }
            .sorted { $0[0].record.place < $1[0].record.place }
        return pieces(of: sorted)
    }

    private func pieces(of groups: [[MeetingRecord]]) -> [MeetingPiece] {
        var pieces: [MeetingPiece] = []
        var start = 0
        var count = 0
        for index in groups.indices {
            count += groups[index].count
            guard count >= Self.pieceSize || index == groups.count - 1 else { continue }
            pieces.append(MeetingPiece(replay: self, groups: groups[start...index]))
            start = index + 1
            count = 0
        }
        return pieces
    }
}
