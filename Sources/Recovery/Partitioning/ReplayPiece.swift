import RedoubtBytes
import RedoubtCommands
import RedoubtKeyspace

/// What a piece of a replay came to.
struct ReplayPieceResult<Output: Sendable>: Sendable {
    /// What the receivers made of the keys, by content.
    var outputs: [(database: Int, output: Output)] = []
    /// Positions of the loaded keys that records name, by content.
    var replayed: [(database: Int, positions: [Int])] = []
    let tally: ReplayTally
    let failures: ReplayFailures
    /// Whether a relative time was resolved.
    let readClock: Bool
    /// The first command behind which the dataset is not known.
    let stop: (place: Int, error: RecoveryError)?
    /// A key that could not be handed on.
    var fault: RecordFault?

    init(_ replayer: borrowing KeyReplayer) {
        tally = replayer.tally
        failures = replayer.failures
        readClock = replayer.context.clock.wasRead
        stop = replayer.stop
    }
}

/// The keys of some shards of one content, each replayed by itself.
struct ShardPiece {
    let replay: KeyedReplay
    let database: Int
    let shards: Range<Int>

    func run<Receiver: KeyReceiver & ~Copyable>(
        _ receiver: ReceiverMaker<Receiver>
    ) -> ReplayPieceResult<Receiver.Output> {
        var replayer = replay.replayer()
        let content = replay.log.history.databases[database]
        let number = replay.endNumber(of: database)
        let past = replay.loaded.past(of: content)
        var receiver = receiver.make()
        var positions: [Int] = []
        var fault: RecordFault?
        for shard in shards {
            let records = content.shards[shard]
            let meetings = replay.log.history.meetings
            let groups = KeyGroups(records) {
                !meetings.isEmpty && meetings.group(of: $0.identity) != nil
            }
            for group in groups.groups where fault == nil {
                var single = SingleKeyReplay(
                    records,
                    groups,
                    group,
                    database: database,
                    past: past
                )
                do throws(RecordFault) {
                    try Self.replay(&single, &replayer, to: &receiver, number)
                } catch {
                    fault = error
                }
                if past != nil { positions += single.replayed }
            }
        }
        var result = ReplayPieceResult<Receiver.Output>(replayer)
        result.fault = fault
        result.replayed = [(database, positions)]
        result.outputs = [(database, receiver.finish())]
        return result
    }

    /// Replays one key, hands over what is left of it and empties the keyspace for the next.
    private static func replay<Receiver: KeyReceiver & ~Copyable>(
        _ single: inout SingleKeyReplay,
        _ replayer: inout KeyReplayer,
        to receiver: inout Receiver,
        _ number: Int
    ) throws(RecordFault) {
        var key = ByteString()
        do throws(Fault) {
            if try single.assign(&replayer, to: &receiver) { return }
            single.replay(&replayer)
            guard !replayer.context.selected.isEmpty else { return }
            for entry in replayer.context.selected.entries {
                key = entry.key
                try receiver.receive(entry.key, entry.value)
            }
        } catch {
            let name = RecoveryError.KeyName(database: number, key: key)
            throw RecordFault(fault: error, key: name)
        }
        replayer.context.selected.entries.removeAll()
    }
}
