import RedoubtBytes
import RedoubtCommands
import RedoubtKeyspace
import RedoubtRESP

/// Applies records found again by their places to the few keys that they belong to.
///
/// The keyspace holds the keys of one group of records at a time: the first thing that a group does
/// is to take what the snapshot has of its keys.
struct KeyReplayer: ~Copyable {
    var context: CommandContext
    private(set) var tally: ReplayTally
    private(set) var failures = ReplayFailures()
    /// The first command, in the order of the log, behind which the dataset is not known.
    private(set) var stop: (place: Int, error: RecoveryError)?
    /// The bytes of the shard that is replayed.
    var shardText: SpooledText?
    private let text: LogText
    private let table: CommandTable
    private let times: ReplayTimes
    /// The index of `SET`.
    private let assigning: Int?
    private var ranges: ContiguousArray<Range<Int>> = []

    init(
        _ log: SurveyedLog,
        _ keyspace: consuming Keyspace,
        times: ReplayTimes,
        table: CommandTable
    ) {
        text = log.history.text
        self.times = times
        self.table = table
        assigning = table.index(of: ByteString("SET").bytes)
        context = CommandContext(keyspace, nowMs: times.startMs)
        tally = ReplayTally(commandCount: table.commands.count)
    }

    /// Gives the keyspace back.
    consuming func finish() -> Keyspace {
        context.finish()
    }

    /// What an application came to.
    enum Outcome {
        case applied
        case failed
    }

    /// Calls `body` with the arguments of a record, which is read again; nil if it is not there.
    private mutating func withArguments<R, E: Error>(
        of found: FoundRecord,
        _ body: (inout KeyReplayer, borrowing Arguments) throws(E) -> R
    ) throws(E) -> R? {
        var ranges = ranges
        self.ranges = []
        defer { self.ranges = ranges }
        if let start = found.start, let shardText {
            return try shardText.withText { (text) throws(E) in
                guard PlainRecords.read(text, at: start, into: &ranges) != nil else { return nil }
                return try body(&self, Arguments(text, ranges.span))
            }
        }
        let text = text
        return try text.withText(at: found.record.place) { (text, start) throws(E) in
            guard PlainRecords.read(text, at: start, into: &ranges) != nil else { return nil }
            return try body(&self, Arguments(text, ranges.span))
        }
    }

    /// The key of a record that stands under one key.
    mutating func key(of found: FoundRecord, in database: Int) -> ByteString? {
        withArguments(of: found) { (replayer, arguments) in
            replayer.position(of: found.record, in: database, arguments)
                .map { arguments.bytes($0) }
        } ?? nil
    }

    /// The keys of a record that several keys meet in, with the numbers of their databases.
    mutating func keys(of found: FoundRecord) -> [(key: ByteString, number: Int?)] {
        withArguments(of: found) { (replayer, arguments) in
            replayer.table.commands[found.record.command].keyUses(in: arguments).map {
                (key: arguments.bytes($0.argument), number: $0.database)
            }
        } ?? []
    }

    /// Applies a record.
    ///
    /// - Parameters:
    ///   - key: the key that the record must be of; nil for any.
    ///   - database: the content that was selected.
    ///   - counts: whether the outcome goes to the report.
    /// - Returns: nil if the record is of another key.
    mutating func apply(
        _ found: FoundRecord,
        to key: ByteString?,
        in database: Int,
        counts: Bool = true
    ) -> Outcome? {
        let record = found.record
        return withArguments(of: found) { (replayer, arguments) in
            if key != nil || record.isShared {
                guard let position = replayer.position(of: record, in: database, arguments),
                    key.map({ arguments[position].equalsBytes($0.bytes) }) ?? true
                else { return nil }
                if record.isShared {
                    replayer.applyShare(record, arguments, position)
                    return .applied
                }
            }
            return replayer.run(record, arguments, counts: counts)
        } ?? nil
    }

    /// Whether a record may be one that ``assign(_:to:_:)`` hands over.
    func mayAssign(_ record: KeyedRecord) -> Bool {
        record.command == assigning
    }

    /// Hands the key and the string of a `SET` without options over.
    ///
    /// - Parameter key: the key that the record must be of; nil for any.
    /// - Returns: whether it is one.
    mutating func assign<Receiver: KeyReceiver & ~Copyable>(
        _ found: FoundRecord,
        to key: ByteString?,
        _ receiver: inout Receiver
    ) throws(Fault) -> Bool {
        try withArguments(of: found) { (_, arguments) throws(Fault) in
            guard arguments.count == 3, key.map({ arguments[1].equalsBytes($0.bytes) }) ?? true
            else { return false }
            try receiver.receive(arguments[1], string: arguments[2])
            return true
        } ?? false
    }

    /// Counts a record that was applied without counting it.
    mutating func count(_ record: KeyedRecord) {
        if !record.isShared { tally.applied(record.command) }
    }

    /// Counts a record of which a later one leaves nothing.
    mutating func supersede(_ record: KeyedRecord) {
        if !record.isShared { tally.superseded(record.command) }
    }

    private mutating func run(
        _ record: KeyedRecord,
        _ arguments: borrowing Arguments,
        counts: Bool
    ) -> Outcome {
        if let nowMs = times.time(at: record.place) { context.clock.nowMs = nowMs }
        do {
            _ = try table.commands[record.command].run(&context, arguments)
            if counts { tally.applied(record.command) }
            return .applied
        } catch {
            if counts { note(error, record, arguments) }
            return .failed
        }
    }

    private mutating func note(
        _ error: CommandError,
        _ record: KeyedRecord,
        _ arguments: borrowing Arguments
    ) {
        let command = table.commands[record.command]
        let (path, offset) = text.position(of: record.place)
        if let error = RecoveryError(
            stopping: error,
            command,
            arguments,
            at: offset,
            file: path
        ) {
            if stop.map({ record.place < $0.place }) ?? true { stop = (record.place, error) }
            return
        }
        tally.failed(record.command)
        failures.note("\(command.name): \(error)", path, offset, at: record.place)
    }

    /// Where the key of a record stands; of a shared one the last place that counts.
    private func position(
        of record: KeyedRecord,
        in database: Int,
        _ arguments: borrowing Arguments
    ) -> Int? {
        let keys = table.commands[record.command].keys
        if case .one(let index) = keys { return index < arguments.count ? index : nil }
        guard record.isShared, case .every(let first, let step) = keys else {
            return table.commands[record.command].keyUses(in: arguments).first?.argument
        }
        var found: Int?
        for index in stride(from: first, to: arguments.count, by: step) {
            let name = KeyedRecord.KeyName(arguments[index], database: database)
            if name.identity == record.identity, name.check == record.check { found = index }
        }
        return found
    }

    /// What a record that stands under several keys does to one of them.
    private mutating func applyShare(
        _ record: KeyedRecord,
        _ arguments: borrowing Arguments,
        _ position: Int
    ) {
        if table.commands[record.command].effect == .deletes {
            context.remove(arguments[position])
        } else {
            context.put(arguments[position], arguments.bytes(position + 1))
        }
    }
}
