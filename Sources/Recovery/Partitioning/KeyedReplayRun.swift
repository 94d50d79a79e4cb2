import RedoubtBytes
import RedoubtCommands
import RedoubtKeyspace

/// One pass through a keyed replay: hands over what receivers make of the keys, database by
/// database, and puts the report together.
struct KeyedReplayRun<Receiver: KeyReceiver & ~Copyable> {
    typealias Output = Receiver.Output

    private let replay: KeyedReplay
    private let receiver: ReceiverMaker<Receiver>
    private let workers: Workers
    private var tally: ReplayTally
    private var failures: ReplayFailures
    private var readClock = false
    private var stop: (place: Int, error: RecoveryError)?
    private var fault: RecordFault?
    private var failure: RecoveryError?
    /// What was made of the keys that meet others, by content.
    private var met: [Int: [Output]] = [:]
    /// Positions of the loaded keys that records name, by their database's number.
    private var replayed: [Int: [Int]] = [:]

    /// Replays the keys that meet others.
    init(
        _ replay: KeyedReplay,
        _ makeReceiver: @escaping @Sendable () -> Receiver
    ) throws(RecoveryError) {
        let receiver = ReceiverMaker(make: makeReceiver)
        self.replay = replay
        self.receiver = receiver
        workers = replay.workers
        tally = replay.log.tally
        failures = replay.log.failures
        for (command, count) in replay.log.history.superseded.enumerated() {
            tally.superseded(command, count: count)
        }
        try countDropped()
        let pieces = try replay.meetingPieces()
        for result in workers.map(pieces.count, { pieces[$0].run(receiver) }) { take(result) }
    }

    /// Hands over what was made of the keys that records of a database name, in a fixed order.
    mutating func forEachOutput<E: Error>(
        of number: Int,
        _ body: (Output) throws(E) -> Void
    ) throws(E) {
        guard let content = replay.content(endingAs: number) else { return }
        for output in met[content] ?? [] { try body(output) }
        met[content] = nil
        let pieces = replay.shardPieces(of: content)
        let receiver = receiver
        try workers.forEachInOrder(pieces.count) {
            pieces[$0].run(receiver)
        } consume: {
            (result) throws(E) in
            take(result)
            guard stop == nil, fault == nil, failure == nil else { return }
            for output in met[content] ?? [] { try body(output) }
            met[content] = nil
        }
    }

    /// The loaded keys of a database that no record names, once all others were handed over.
    func untouched(endingAs number: Int) -> [ByteTable<KeyEntry>.Entry] {
        replay.loaded.untouched(endingAs: number, except: replayed)
    }

    /// The report; throws for what makes the dataset unknown, the first of it in the log.
    consuming func finish() throws(RecoveryError) -> ReplayReport {
        if let failure { throw failure }
        if let stop { throw stop.error }
        var report = replay.log.report
        report.commands = tally.outcomes(of: replay.table)
        report.failures = failures.texts
        report.resolvedRelativeTime = readClock && report.firstTimestamp == nil
        return report
    }

    /// What is wrong with a key, if no command made the dataset unknown.
    var keyFault: RecordFault? { stop == nil && failure == nil ? fault : nil }

    /// Counts the records of contents that were removed, but for those whose keys have met others.
    private mutating func countDropped() throws(RecoveryError) {
        let history = replay.log.history
        for content in history.databases.indices
        where history.databases[content].isDropped && !history.databases[content].counts.isEmpty {
            for shard in 0..<replay.shardCount {
                for record in try replay.records(of: shard, in: content).records
                where !record.isShared && history.meetings.group(of: record.identity) == nil {
                    tally.superseded(record.command)
                }
            }
        }
    }

    private mutating func take(_ result: ReplayPieceResult<Output>) {
        tally.merge(result.tally)
        failures.merge(result.failures)
        readClock = readClock || result.readClock
        fault = fault ?? result.fault
        failure = failure ?? result.failure
        if let other = result.stop, stop.map({ other.place < $0.place }) ?? true { stop = other }
        for (content, positions) in result.replayed {
            replayed[replay.log.history.databases[content].number, default: []] += positions
        }
        for (content, output) in result.outputs { met[content, default: []].append(output) }
    }
}
