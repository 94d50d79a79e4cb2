import RedoubtAOF
import RedoubtBytes
import RedoubtCommands
import RedoubtKeyspace
import RedoubtScripting
import RedoubtValues

/// Applies the records of a log to a keyspace by the rules of loading.
///
/// Nothing expires by the clock. A command that fails changes nothing and is skipped: it failed on
/// the live server in the same way. A command that is not known stops the run, for what it would
/// have changed can not be guessed. Between `MULTI` and `EXEC` commands are held back, so that a
/// transaction that the log does not finish leaves no trace.
struct Replayer: RecordTaker, ~Copyable {
    var context: CommandContext
    private(set) var report = ReplayReport()
    private var tally: ReplayTally
    /// Nil unless they are to be counted.
    private var touched: TouchedKeys?
    private var transaction: OpenTransaction?
    private let table: CommandTable
    private let carriesUnknown: Bool
    /// By the index of the command, so that no name is compared per record.
    private let controls: [TransactionControl?]

    init(_ keyspace: consuming Keyspace, nowMs: Int64, options: LoadOptions) {
        context = CommandContext(keyspace, nowMs: nowMs)
        context.scripts = LuaScripts(limits: options.scriptLimits)
        table = options.commands
        carriesUnknown = options.carriesUnknown
        controls = table.commands.map { TransactionControl(rawValue: $0.name) }
        tally = ReplayTally(commandCount: table.commands.count)
        if options.countsKeys { touched = TouchedKeys() }
    }

    /// Forgets what belongs to one file: database and open transaction.
    mutating func beginFile(_ file: LogFile, _ reader: borrowing LogReader) {
        context.database = 0
        transaction = nil
    }

    /// Takes note of a time annotation: the clock of what follows.
    mutating func annotate(_ seconds: Int64, _ reader: borrowing LogReader) {
        report.annotate(seconds)
        setClock(seconds: seconds)
    }

    /// Follows a record that is not replayed, for the database that it selects.
    mutating func follow(_ reader: borrowing LogReader) {
        guard let index = table.index(of: reader.argument(0)),
            table.commands[index].name == "SELECT"
        else { return }
        // A database that is not there is refused as on the server, and the old one stays.
        _ = try? table.commands[index].run(
            &context,
            Arguments(reader.record, reader.argumentRanges)
        )
    }

    /// Sets the clock of what follows.
    mutating func setClock(seconds: Int64) {
        let (milliseconds, overflow) = seconds.multipliedReportingOverflow(by: 1000)
        if !overflow { context.clock.nowMs = milliseconds }
    }

    /// Applies the current record of a reader.
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
                    database: context.database,
                    timestamp: report.lastTimestamp
                )
            )
        }
        report.byteCount += reader.record.byteCount
        if let control = controls[index] {
            try apply(control, at: reader.recordOffset, index: index, file: file)
        } else if transaction != nil {
            transaction?.hold(index, reader)
        } else {
            let arguments = Arguments(reader.record, reader.argumentRanges)
            try run(index, arguments, at: reader.recordOffset, file: file)
        }
        return .goOn
    }

    /// The dataset, and what was done to it.
    consuming func finish() -> ReplayResult {
        report.commands = tally.outcomes(of: table)
        report.keysTouched = touched?.counts
        // An annotated log has a clock of its own.
        report.resolvedRelativeTime = context.clock.wasRead && report.firstTimestamp == nil
        return ReplayResult(keyspace: context.finish(), report: report)
    }

    // MARK: Inside

    private mutating func apply(
        _ control: TransactionControl,
        at offset: Int,
        index: Int,
        file: String
    ) throws(RecoveryError) {
        switch control.apply(to: &transaction, at: offset) {
        case .done: break
        case .committed(let commands):
            for command in commands {
                try run(command.index, command.arguments.view, at: command.offset, file: file)
            }
            report.transactions += 1
        case .misplaced:
            tally.failed(index)
            describe("\(control.rawValue) out of place", at: offset, file: file)
            return
        }
        tally.applied(index)
    }

    private mutating func run(
        _ index: Int,
        _ arguments: borrowing Arguments,
        at offset: Int,
        file: String
    ) throws(RecoveryError) {
        let command = table.commands[index]
        let database = context.database
        do {
            _ = try command.run(&context, arguments)
            tally.applied(index)
            touched?.note(command, arguments, in: database)
        } catch {
            if let stop = RecoveryError(stopping: error, command, arguments, at: offset, file: file)
            {
                throw stop
            }
            tally.failed(index)
            describe("\(command.name): \(error)", at: offset, file: file)
        }
    }

    private mutating func describe(_ failure: String, at offset: Int, file: String) {
        guard report.failures.count < ReplayReport.failuresMax else { return }
        report.failures.append("\(file): offset \(offset): \(failure)")
    }
}

/// The outcome of a replay.
struct ReplayResult: ~Copyable {
    var keyspace: Keyspace
    let report: ReplayReport
}
