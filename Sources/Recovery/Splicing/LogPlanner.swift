import RedoubtAOF
import RedoubtBytes
import RedoubtCommands
import RedoubtKeyspace
import RedoubtRDB
import RedoubtRESP
import RedoubtValues

/// Reads a log without replaying it, for the keys that it may touch.
struct LogPlanner {
    private let layout: LogLayout
    private let start: LogStart
    private let options: LoadOptions

    init(_ layout: LogLayout, start: LogStart, options: LoadOptions) {
        self.layout = layout
        self.start = start
        self.options = options
    }

    /// The plan of the whole log from its start on, or up to the first unknown command, where a
    /// replay ends as well.
    func plan() throws(RecoveryError) -> TouchPlan {
        var reader = LogReader(layout, tail: options.isStrict ? .strict : .standard)
        var planning = Planning(options.commands, TouchPlan(logByteCount: try logByteCount()))
        // Whoever replays the log tells of them.
        var warnings: [Warning] = []
        while let file = try FileWalk.openNext(&reader) {
            guard start.includes(file, at: reader.fileIndex) else { continue }
            if reader.hasPreamble,
                try !FileWalk.passOverPreamble(&reader, of: file, &warnings)
            {
                continue
            }
            planning.beginFile()
            let first = start.offset(inFile: reader.fileIndex)
            while let item = try FileWalk.next(&reader, in: file) {
                guard case .record = item else { continue }
                guard planning.take(reader, isSkipped: reader.recordOffset < first) else {
                    return planning.plan
                }
                if planning.plan.widening != nil { return planning.plan }
            }
        }
        return planning.plan
    }

    private func logByteCount() throws(RecoveryError) -> Int {
        var sum = 0
        for (index, file) in layout.files.enumerated() where start.includes(file, at: index) {
            sum += try SourceFile(file.path).size() ?? 0
        }
        return sum
    }
}

/// The state of a log while it is planned: the selected database and an open transaction.
private struct Planning: ~Copyable {
    private let table: CommandTable
    private(set) var plan: TouchPlan
    /// Runs what selects and empties databases, on no keys: it fails where the replay fails.
    private var shadow = CommandContext(Keyspace(profile: ServerProfile(.redis, 7, 4)))
    private var ranges: [Range<Int>] = []
    /// What selects and empties databases behind a `MULTI`, which counts when its `EXEC` comes; nil
    /// outside a transaction.
    private var held: [OwnedArguments]?

    init(_ table: CommandTable, _ plan: TouchPlan) {
        self.table = table
        self.plan = plan
    }

    mutating func beginFile() {
        shadow.database = 0
        held = nil
    }

    /// Plans the current record; false at an unknown command.
    mutating func take(_ reader: borrowing LogReader, isSkipped: Bool) -> Bool {
        guard let index = table.index(of: reader.argument(0)) else { return isSkipped }
        let ranges = takeRanges(of: reader)
        defer { self.ranges = ranges }
        let command = table.commands[index]
        let view = Arguments(reader.record, ranges.span)
        switch command.effect {
        case .wholeDatabase where isSkipped: break
        case .wholeDatabase, .control:
            if held == nil || command.name == "EXEC" || command.name == "DISCARD" {
                run(command, view)
            } else {
                hold(view)
            }
        case .functions: break
        default:
            if !isSkipped { touchKeys(of: command, view) }
        }
        return true
    }

    /// Takes the array of ranges out, filled: nothing is allocated per record.
    private mutating func takeRanges(of reader: borrowing LogReader) -> [Range<Int>] {
        var taken = ranges
        ranges = []
        taken.removeAll(keepingCapacity: true)
        for index in 0..<reader.argumentCount { taken.append(reader.argumentRange(index)) }
        return taken
    }

    private mutating func hold(_ arguments: borrowing Arguments) {
        var record = OwnedArguments([])
        for index in 0..<arguments.count { record.append(arguments[index]) }
        held?.append(record)
    }

    private mutating func run(_ command: Command, _ arguments: borrowing Arguments) {
        switch command.name {
        case "MULTI":
            held = []
        case "EXEC":
            let records = held.take() ?? []
            for record in records { runHeld(record) }
        case "DISCARD":
            held = nil
        case "SELECT":
            _ = try? command.run(&shadow, arguments)
        default:
            if command.effect == .wholeDatabase { changeDatabases(command, arguments) }
        }
    }

    private mutating func runHeld(_ record: OwnedArguments) {
        let view = record.view
        guard let command = table.lookup(view[0]), command.name != "MULTI" else { return }
        run(command, view)
    }

    private mutating func changeDatabases(_ command: Command, _ arguments: borrowing Arguments) {
        guard (try? command.run(&shadow, arguments)) != nil else { return }
        let database = shadow.database
        switch command.name {
        case "FLUSHALL": plan.change { $0.emptyAll() }
        case "FLUSHDB": plan.change { $0.empty(database) }
        case "SWAPDB":
            guard let first = try? arguments.integer(1), let second = try? arguments.integer(2)
            else { return }
            plan.change { $0.swap(Int(first), Int(second)) }
        default:
            plan.widen("\(command.name) names no keys")
        }
    }

    private mutating func touchKeys(of command: Command, _ arguments: borrowing Arguments) {
        for use in command.keyUses(in: arguments) { plan.touch(arguments[use.argument]) }
        switch command.keys {
        case .sorting: touchPatterns(of: arguments)
        case .declared: plan.widen("\(command.name) may touch keys that it does not name")
        default: break
        }
    }

    /// `BY` and `GET` read keys that are named by elements: all that begin like the pattern.
    private mutating func touchPatterns(of arguments: borrowing Arguments) {
        for index in 2..<max(arguments.count - 1, 2)
        where arguments.matches(index, "BY") || arguments.matches(index, "GET") {
            let pattern = arguments.bytes(index + 1)
            guard let star = pattern.array.firstIndex(of: UInt8(ascii: "*")) else { continue }
            plan.touchAll(startingWith: ByteString(Array(pattern.array[..<star])))
        }
    }
}
