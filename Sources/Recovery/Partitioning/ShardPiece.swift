import RedoubtBytes
import RedoubtCommands
import RedoubtKeyspace

/// The keys of some shards of one content, each replayed by itself.
struct ShardPiece {
    let replay: KeyedReplay
    let database: Int
    let shards: Range<Int>

    func run<Receiver: KeyReceiver & ~Copyable>(
        _ receiver: ReceiverMaker<Receiver>
    ) -> ReplayPieceResult<Receiver.Output> {
        var replayer = replay.replayer()
        var keys = HandedKeys(receiver.make(), number: replay.endNumber(of: database))
        var failure: RecoveryError?
        for shard in shards where keys.fault == nil {
            do throws(RecoveryError) {
                try run(shard, &replayer, &keys)
            } catch {
                failure = error
                break
            }
        }
        var result = ReplayPieceResult<Receiver.Output>(replayer)
        result.failure = failure
        result.fault = keys.fault
        result.replayed = [(database, keys.positions)]
        result.outputs = [(database, keys.finish())]
        return result
    }

    private func run<Receiver: KeyReceiver & ~Copyable>(
        _ shard: Int,
        _ replayer: inout KeyReplayer,
        _ keys: inout HandedKeys<Receiver>
    ) throws(RecoveryError) {
        let loaded = LoadedShard(
            try replay.records(of: shard, in: database),
            try replay.past(of: shard, in: database),
            database: database,
            except: replay.log.history.meetings
        )
        replayer.shardText = loaded.records.text
        var places: [PastKeys.Place] = []
        for group in loaded.groups.groups {
            var single = SingleKeyReplay(loaded, group)
            guard keys.take(&single, &replayer) else { return }
            if !loaded.past.isEmpty { places += single.replayed }
        }
        for case .loaded(let position) in places { keys.positions.append(position) }
        for entry in loaded.past.spooled(except: places) {
            guard keys.take(entry.key, entry.value) else { return }
        }
    }
}

/// The keys of a piece on their way to a receiver.
private struct HandedKeys<Receiver: KeyReceiver & ~Copyable>: ~Copyable {
    private var receiver: Receiver
    private let number: Int
    /// Positions of the loaded keys that records name.
    var positions: [Int] = []
    /// The key that could not be handed over.
    private(set) var fault: RecordFault?

    init(_ receiver: consuming Receiver, number: Int) {
        self.receiver = receiver
        self.number = number
    }

    /// Replays a key, hands over what is left of it and empties the keyspace for the next.
    ///
    /// - Returns: whether that was possible.
    mutating func take(
        _ single: inout SingleKeyReplay,
        _ replayer: inout KeyReplayer
    ) -> Bool {
        do throws(Fault) {
            if try single.assign(&replayer, to: &receiver) { return true }
        } catch {
            return fail(error, ByteString())
        }
        single.replay(&replayer)
        guard !replayer.context.selected.isEmpty else { return true }
        for entry in replayer.context.selected.entries {
            guard take(entry.key, entry.value) else { return false }
        }
        replayer.context.selected.entries.removeAll()
        return true
    }

    /// Hands a key over.
    ///
    /// - Returns: whether that was possible.
    mutating func take(_ key: ByteString, _ entry: KeyEntry) -> Bool {
        do throws(Fault) {
            try receiver.receive(key, entry)
            return true
        } catch {
            return fail(error, key)
        }
    }

    consuming func finish() -> Receiver.Output {
        receiver.finish()
    }

    private mutating func fail(_ fault: Fault, _ key: ByteString) -> Bool {
        let name = RecoveryError.KeyName(database: number, key: key)
        self.fault = RecordFault(fault: fault, key: name)
        return false
    }
}
