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

    let rules: SurveyRules
    private let carriesUnknown: Bool
    /// Whether there is a snapshot, whose keys are touched or not.
    private let plansTouches: Bool
    /// Runs what selects and empties databases, on no keys: it fails where a replay fails.
    private var shadow: CommandContext
    /// Number of the database that `history` follows.
    private var selected = 0
    private var transaction: OpenTransaction?
    /// Records of keys that ``history`` has not got yet.
    private var draft: KeyedBatchDraft
    /// The place at which the open file begins.
    private(set) var fileStart = 0
    /// The open file, if records of it are found again.
    private(set) var mapped: MappedFile?
    private var path = ""

    /// The most records that wait for the history.
    private static let draftMax = 1 << 13

    init(
        _ options: LoadOptions,
        logByteCount: Int,
        plansTouches: Bool,
        memory: MemoryPlan
    ) {
        let table = options.commands
        rules = SurveyRules(table)
        carriesUnknown = options.carriesUnknown
        plan = TouchPlan(logByteCount: plansTouches ? logByteCount : 0)
        history = LogHistory(commandCount: table.commands.count, memory: memory)
        tally = ReplayTally(commandCount: table.commands.count)
        draft = KeyedBatchDraft(memory)
        shadow = CommandContext(Keyspace(profile: options.server ?? ServerProfile(.redis, 7, 4)))
        self.plansTouches = plansTouches
        if options.countsKeys { inOrderReason = "the keys that it changes are counted" }
        if table.commands.count > KeyedRecord.commandMax { inOrderReason = "of its commands" }
    }

    /// Gives the records up.
    mutating func giveUp(_ reason: String) {
        inOrderReason = inOrderReason ?? reason
        draft = KeyedBatchDraft(history.memory)
        history.removeAll()
    }

    private var table: CommandTable { rules.table }

    /// Whether there is nothing left to learn from the log.
    var isDone: Bool { inOrderReason != nil && (!plansTouches || plan.widening != nil) }

    // MARK: The walk

    mutating func beginFile(_ file: LogFile, _ reader: borrowing LogReader) {
        handOver()
        path = file.path
        shadow.database = 0
        selected = 0
        history.select(0)
        transaction = nil
        mapped = nil
        if let file = reader.mappedFile, let start = history.text.append(file, path: path) {
            fileStart = start
            mapped = file
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
            return .cut(
                LogCut(
                    before: reader,
                    transaction,
                    database: shadow.database,
                    timestamp: report.lastTimestamp
                )
            )
        }
        report.byteCount += reader.record.byteCount
        if let control = rules.controls[index] {
            apply(control, index, at: reader.recordOffset)
        } else {
            if mapped == nil { giveUp("the log is compressed or not a file") }
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
        return try step()
    }

    /// Whether the walk goes on.
    private func step() throws(RecoveryError) -> WalkStep {
        if let fault = history.spoolFault {
            throw RecoveryError(fault, file: history.memory.spool.path)
        }
        return isDone ? .stop : .goOn
    }

    /// Takes records of keys that were read elsewhere.
    mutating func take(_ part: LogStretch.KeyedPart) throws(RecoveryError) -> WalkStep {
        report.byteCount += part.byteCount
        if plansTouches { for hash in part.hashes { plan.touch(hash) } }
        guard inOrderReason == nil else { return try step() }
        handOver()
        for command in part.shared { tally.applied(command) }
        history.append(part.batch)
        return try step()
    }

    /// Ends the survey.
    mutating func finish() throws(RecoveryError) {
        handOver()
        plan.finish()
        _ = try step()
    }

    /// Gives the history the records that wait.
    private mutating func handOver() {
        guard !draft.isEmpty, let mapped else { return }
        let batch = draft.seal(mapped.bytes, from: fileStart, copies: history.copiesRecords)
        history.append(batch)
    }

    private func places(_ offset: Int, _ byteCount: Int) -> Range<Int> {
        (fileStart + offset)..<(fileStart + offset + byteCount)
    }

    private mutating func apply(_ control: TransactionControl, _ index: Int, at offset: Int) {
        switch control.apply(to: &transaction, at: offset) {
        case .done: break
        case .committed(let commands):
            for command in commands {
                take(
                    command.index,
                    command.arguments.view,
                    at: places(command.offset, command.byteCount)
                )
            }
            report.transactions += 1
        case .misplaced:
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
        switch rules.use(index, arguments) {
        case .one(let position, let isBlind):
            note(arguments[position], index, at: range, isBlind: isBlind)
        case .each(let step):
            takeEach(index, step, arguments, at: range)
        case .together(let uses):
            takeTogether(index, uses, arguments, at: range)
        case .inOrder:
            takeInOrder(index, arguments, at: range)
        }
    }

    private mutating func takeInOrder(
        _ index: Int,
        _ arguments: borrowing Arguments,
        at range: Range<Int>
    ) {
        switch rules.actions[index] {
        case .wholeDatabase:
            changeDatabases(index, arguments, at: range)
        case .functions where arguments.count > 1:
            guard inOrderReason == nil else { return }
            history.appendFunction(arguments[1], command: index, place: range.lowerBound)
        case .script:
            plan.widen("\(table.commands[index].name) may touch keys that it does not name")
            giveUp("\(table.commands[index].name) may touch keys that it does not name")
        case .control, .one, .each, .functions, .several, .sorting:
            run(index, arguments, at: range)
        }
    }

    /// Takes note of a record under one of its keys.
    private mutating func note(
        _ key: RawSpan,
        _ index: Int,
        at range: Range<Int>,
        isBlind: Bool,
        isShared: Bool = false
    ) {
        let hash = ByteHash.hash(key)
        if plansTouches { plan.touch(hash) }
        guard inOrderReason == nil else { return }
        draft.add(
            key,
            hash,
            command: index,
            at: range,
            isBlind: isBlind,
            isShared: isShared,
            in: history.selected
        )
        if draft.count >= Self.draftMax { handOver() }
    }

    /// `DEL` and `MSET` do to each key what they would do to it alone.
    private mutating func takeEach(
        _ index: Int,
        _ step: Int,
        _ arguments: borrowing Arguments,
        at range: Range<Int>
    ) {
        let isShared = arguments.count > 1 + step
        if isShared, inOrderReason == nil { tally.applied(index) }
        for position in stride(from: 1, to: arguments.count, by: step) {
            note(arguments[position], index, at: range, isBlind: true, isShared: isShared)
        }
    }

    private mutating func takeTogether(
        _ index: Int,
        _ uses: [KeyUse],
        _ arguments: borrowing Arguments,
        at range: Range<Int>
    ) {
        if plansTouches { for use in uses { plan.touch(ByteHash.hash(arguments[use.argument])) } }
        if case .sorting = rules.actions[index] { takePatterns(of: arguments) }
        guard inOrderReason == nil else { return }
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
        handOver()
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
