import RedoubtBytes
import RedoubtCommands
import RedoubtKeyspace

/// A record of keys that meet others, and the content that is selected there.
struct MeetingRecord: Sendable {
    let record: FoundRecord
    let database: Int
    /// Whether several keys meet in this very record.
    let isJoin: Bool
}

/// Keys that meet, each group replayed in one keyspace, in the order of the log.
struct MeetingPiece {
    let replay: KeyedReplay
    /// The records of each group.
    let groups: ArraySlice<[MeetingRecord]>

    func run<Receiver: KeyReceiver & ~Copyable>(
        _ receiver: ReceiverMaker<Receiver>
    ) -> ReplayPieceResult<Receiver.Output> {
        var replayer = replay.replayer()
        var named = NamedKeys(replay)
        var outputs: [(database: Int, output: Receiver.Output)] = []
        var fault: RecordFault?
        for group in groups where fault == nil {
            for record in group {
                replayer.context.database = replay.log.history.databases[record.database].number
                named.load(record, &replayer)
                let key = record.isJoin ? nil : replayer.key(of: record.record, in: record.database)
                _ = replayer.apply(record.record, to: key, in: record.database)
            }
            do throws(RecordFault) {
                outputs += try hand(over: &replayer.context, named.contents, receiver)
            } catch {
                fault = error
            }
            replayer.context.keyspace.removeAllKeys()
            named.beginGroup()
        }
        var result = ReplayPieceResult<Receiver.Output>(replayer)
        result.fault = fault
        result.outputs = outputs
        result.replayed = named.positions.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
        return result
    }

    /// Hands over what a group left, content by content; what belongs to none is dropped.
    private func hand<Receiver: KeyReceiver & ~Copyable>(
        over context: inout CommandContext,
        _ contents: Set<Int>,
        _ receiver: ReceiverMaker<Receiver>
    ) throws(RecordFault) -> [(database: Int, output: Receiver.Output)] {
        var outputs: [(database: Int, output: Receiver.Output)] = []
        for content in contents.sorted() {
            let history = replay.log.history.databases[content]
            guard !history.isDropped else { continue }
            let number = replay.endNumber(of: content)
            var receiver = receiver.make()
            for entry in context.keyspace[database: history.number].entries {
                do throws(Fault) {
                    try receiver.receive(entry.key, entry.value)
                } catch {
                    throw RecordFault(
                        fault: error,
                        key: RecoveryError.KeyName(database: number, key: entry.key)
                    )
                }
            }
            outputs.append((content, receiver.finish()))
        }
        return outputs
    }
}

/// The keys that a group's records name: each is loaded when it is named first.
private struct NamedKeys {
    private let replay: KeyedReplay
    private var loaded: [Int: Set<Int>] = [:]
    /// The contents that the group's keys belong to.
    private(set) var contents: Set<Int> = []
    /// Positions of the loaded keys, by content.
    private(set) var positions: [Int: [Int]] = [:]

    init(_ replay: KeyedReplay) {
        self.replay = replay
    }

    mutating func beginGroup() {
        contents = []
    }

    mutating func load(_ record: MeetingRecord, _ replayer: inout KeyReplayer) {
        guard record.isJoin else {
            if let key = replayer.key(of: record.record, in: record.database) {
                load(key, of: record.database, &replayer)
            }
            return
        }
        for (key, number) in replayer.keys(of: record.record) {
            let content = number.flatMap { replay.content(ofFirst: $0) } ?? record.database
            load(key, of: content, &replayer)
        }
    }

    private mutating func load(_ key: ByteString, of content: Int, _ replayer: inout KeyReplayer) {
        contents.insert(content)
        let history = replay.log.history.databases[content]
        guard let past = replay.loaded.past(of: history),
            let position = past.entries.position(of: key.bytes),
            loaded[content, default: []].insert(position).inserted,
            let entry = past.entries.entry(at: position)
        else { return }
        positions[content, default: []].append(position)
        replayer.context.keyspace[database: history.number].entries.set(key, to: entry.value)
    }
}
