import RedoubtAOF
import RedoubtBytes
import RedoubtCommands
import RedoubtKeyspace
import RedoubtRESP
import RedoubtValues

/// Reads a log without replaying it: for the keys that it may touch, and for the records of each.
///
/// Where keys can not be told from the arguments, or records not be found again, the records are
/// given up and ``inOrderReason`` says why: such a log is replayed in its order. What it touches is
/// planned in any case.
struct LogSurvey: RecordTaker, ~Copyable {
    private(set) var plan: TouchPlan
    private(set) var history: LogHistory
    private(set) var report = ReplayReport()
    private(set) var tally: ReplayTally
    private(set) var failures = ReplayFailures()
    /// Why the log must be replayed in its order; nil if it can be replayed key by key.
    private(set) var inOrderReason: String?

    private let table: CommandTable
    private let actions: [SurveyAction]
    /// By the index of the command, so that no name is compared per record.
    private let controls: [TransactionControl?]
    private let carriesUnknown: Bool
    /// Whether there is a snapshot, whose keys are touched or not.
    private let plansTouches: Bool
    /// Runs what selects and empties databases, on no keys: it fails where a replay fails.
    private var shadow: CommandContext
    /// Number of the database that `history` follows.
    private var selected = 0
    private var transaction: OpenTransaction?
    private var fileStart = 0
    /// Whether records of the open file are found again.
    private var isMapped = false
    private var path = ""

    init(
        _ options: LoadOptions,
        logByteCount: Int,
        plansTouches: Bool,
        memory: MemoryPlan
    ) {
        table = options.commands
        actions = table.commands.map { SurveyAction($0) }
        controls = table.commands.map { TransactionControl(rawValue: $0.name) }
        carriesUnknown = options.carriesUnknown
        plan = TouchPlan(logByteCount: plansTouches ? logByteCount : 0)
        history = LogHistory(commandCount: table.commands.count, memory: memory)
        tally = ReplayTally(commandCount: table.commands.count)
        shadow = CommandContext(Keyspace(profile: options.server ?? ServerProfile(.redis, 7, 4)))
        self.plansTouches = plansTouches
        if options.countsKeys { inOrderReason = "the keys that it changes are counted" }
        if table.commands.count > KeyedRecord.commandMax { inOrderReason = "of its commands" }
    }

    /// Gives the records up.
    mutating func giveUp(_ reason: String) {
        inOrderReason = inOrderReason ?? reason
        history.removeAll()
    }

    /// Whether there is nothing left to learn from the log.
    var isDone: Bool { inOrderReason != nil && (!plansTouches || plan.widening != nil) }

    // MARK: The walk

    mutating func beginFile(_ file: LogFile, _ reader: borrowing LogReader) {
        path = file.path
        shadow.database = 0
        selected = 0
        history.select(0)
        transaction = nil
        isMapped = false
        if let mapped = reader.mappedFile,
            let start = history.text.append(mapped, path: file.path)
        {
            fileStart = start
            isMapped = true
        }
    }

    mutating func follow(_ reader: borrowing LogReader) {
        guard let index = table.index(of: reader.argument(0)),
            table.commands[index].name == "SELECT"
        else { return }
        _ = try? table.commands[index].run(&shadow, Arguments(reader.record, reader.argumentRanges))
        selected = shadow.database
        history.select(selected)
    }

    mutating func setClock(seconds: Int64) {
        history.annotate(seconds, at: fileStart)
    }

    mutating func annotate(_ seconds: Int64, _ reader: borrowing LogReader) {
        report.annotate(seconds)
        history.annotate(seconds, at: fileStart + reader.recordOffset)
    }

    mutating func take(
        _ reader: borrowing LogReader,
        file: String
    ) throws(RecoveryError) -> WalkStep {
        guard let index = table.index(of: reader.argument(0)) else {
            guard carriesUnknown else { throw .unknownCommand(reader, file: file) }
            return .cut(cut(before: reader))
        }
        report.byteCount += reader.record.byteCount
        if let control = controls[index] {
            apply(control, index, at: reader.recordOffset)
        } else {
            if !isMapped { giveUp("the log is compressed or not a file") }
            if !reader.isPlainRecord { giveUp("its records are not as servers write them") }
            if transaction != nil {
                transaction?.hold(index, reader)
            } else {
                take(
                    index,
                    Arguments(reader.record, reader.argumentRanges),
                    at: places(reader.recordOffset, reader.record.byteCount)
                )
            }
        }
        if let fault = history.spoolFault {
            throw RecoveryError(fault, file: history.memory.spool.path)
        }
        return isDone ? .stop : .goOn
    }

    private func places(_ offset: Int, _ byteCount: Int) -> Range<Int> {
        (fileStart + offset)..<(fileStart + offset + byteCount)
    }

    /// A transaction is carried over as a whole: nothing of it was carried out.
    private func cut(before reader: borrowing LogReader) -> LogCut {
        LogCut(
            fileIndex: reader.fileIndex,
            offset: transaction?.offset ?? reader.recordOffset,
            database: shadow.database,
            timestamp: report.lastTimestamp,
            command: RecoveryError.shown(reader.argument(0))
        )
    }

    private mutating func apply(_ control: TransactionControl, _ index: Int, at offset: Int) {
        switch (control, transaction) {
        case (.multi, nil):
            transaction = OpenTransaction(offset: offset)
        case (.exec, let held?):
            transaction = nil
            for command in held.commands {
                take(
                    command.index,
                    command.arguments.view,
                    at: places(command.offset, command.byteCount)
                )
            }
            report.transactions += 1
        case (.discard, .some):
            transaction = nil
        case (.multi, .some), (.exec, nil), (.discard, nil):
            tally.failed(index)
            failures.note("\(control.rawValue) out of place", path, offset, at: fileStart + offset)
            return
        }
        tally.applied(index)
    }
}

// MARK: Records

extension LogSurvey {
    private mutating func take(_ index: Int, _ arguments: borrowing Arguments, at range: Range<Int>)
    {
        switch actions[index] {
        case .one(let position, let effect) where position < arguments.count:
            let key = arguments[position]
            let hash = ByteHash.hash(key)
            if plansTouches { plan.touch(hash) }
            guard inOrderReason == nil else { return }
            history.append(
                key,
                hash,
                command: index,
                range: range,
                isBlind: isBlind(index, effect, arguments)
            )
        case .each(let step):
            takeEach(index, step, arguments, at: range)
        case .wholeDatabase:
            changeDatabases(index, arguments, at: range)
        case .functions where arguments.count > 1:
            guard inOrderReason == nil else { return }
            history.appendFunction(arguments[1], command: index, place: range.lowerBound)
        case .several:
            takeTogether(index, arguments, at: range)
        case .sorting:
            takeTogether(index, arguments, at: range)
            takePatterns(of: arguments)
        case .script:
            plan.widen("\(table.commands[index].name) may touch keys that it does not name")
            giveUp("\(table.commands[index].name) may touch keys that it does not name")
        case .control, .one, .functions:
            run(index, arguments, at: range)
        }
    }

    @inline(__always)
    private func isBlind(
        _ index: Int,
        _ effect: Effect,
        _ arguments: borrowing Arguments
    ) -> Bool {
        switch effect {
        case .overwrites: true
        case .overwritesUnlessGuarded where arguments.count == 3: true
        case .overwritesUnlessGuarded, .overwritesWithReplace:
            table.commands[index].effect(of: arguments) == .overwrites
        default: false
        }
    }

    /// `DEL` and `MSET` do to each key what they would do to it alone.
    private mutating func takeEach(
        _ index: Int,
        _ step: Int,
        _ arguments: borrowing Arguments,
        at range: Range<Int>
    ) {
        guard table.commands[index].accepts(argumentCount: arguments.count),
            (arguments.count - 1) % step == 0
        else {
            run(index, arguments, at: range)
            return
        }
        let isShared = arguments.count > 1 + step
        if isShared, inOrderReason == nil { tally.applied(index) }
        for position in stride(from: 1, to: arguments.count, by: step) {
            let key = arguments[position]
            let hash = ByteHash.hash(key)
            if plansTouches { plan.touch(hash) }
            guard inOrderReason == nil else { continue }
            history.append(
                key,
                hash,
                command: index,
                range: range,
                isBlind: true,
                isShared: isShared
            )
        }
    }

    private mutating func takeTogether(
        _ index: Int,
        _ arguments: borrowing Arguments,
        at range: Range<Int>
    ) {
        let uses = table.commands[index].keyUses(in: arguments)
        if plansTouches { for use in uses { plan.touch(ByteHash.hash(arguments[use.argument])) } }
        guard inOrderReason == nil else { return }
        guard let first = uses.first else {
            run(index, arguments, at: range)
            return
        }
        if uses.count == 1, first.database == nil {
            let key = arguments[first.argument]
            history.append(
                key,
                ByteHash.hash(key),
                command: index,
                range: range,
                isBlind: false
            )
            return
        }
        let keys = uses.map { (key: arguments.bytes($0.argument), number: $0.database) }
        if !history.join(keys, command: index, place: range.lowerBound) {
            giveUp("\(table.commands[index].name) names a database by a number that was exchanged")
        }
    }

    /// `BY` and `GET` read keys that are named by elements: all that begin like the pattern.
    private mutating func takePatterns(of arguments: borrowing Arguments) {
        for index in 2..<max(arguments.count - 1, 2)
        where arguments.matches(index, "BY") || arguments.matches(index, "GET") {
            let pattern = arguments.bytes(index + 1)
            guard let star = pattern.array.firstIndex(of: UInt8(ascii: "*")) else { continue }
            plan.touchAll(startingWith: ByteString(Array(pattern.array[..<star])))
            giveUp("SORT reads keys that data name")
        }
    }

    private mutating func changeDatabases(
        _ index: Int,
        _ arguments: borrowing Arguments,
        at range: Range<Int>
    ) {
        guard run(index, arguments, at: range) else { return }
        let name = table.commands[index].name
        switch name {
        case "FLUSHALL":
            plan.change { $0.emptyAll() }
            history.flushAll()
        case "FLUSHDB":
            let database = shadow.database
            plan.change { $0.empty(database) }
            history.flush()
        case "SWAPDB":
            guard let first = try? arguments.integer(1), let second = try? arguments.integer(2)
            else { return }
            plan.change { $0.swap(Int(first), Int(second)) }
            history.swap(Int(first), Int(second))
        default:
            plan.widen("\(name) names no keys")
            giveUp("\(name) names no keys")
        }
    }

    /// Runs a command on no keys.
    ///
    /// - Returns: whether it did not fail.
    @discardableResult
    private mutating func run(
        _ index: Int,
        _ arguments: borrowing Arguments,
        at range: Range<Int>
    ) -> Bool {
        do {
            _ = try table.commands[index].run(&shadow, arguments)
            tally.applied(index)
        } catch {
            tally.failed(index)
            failures.note(
                "\(table.commands[index].name): \(error)",
                path,
                range.lowerBound - fileStart,
                at: range.lowerBound
            )
            return false
        }
        if shadow.database != selected {
            selected = shadow.database
            history.select(selected)
        }
        return true
    }
}
