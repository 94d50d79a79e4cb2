import RedoubtAOF
import RedoubtBytes
import RedoubtCommands
import RedoubtRESP

/// The state of a log while its timeline is put together.
struct TimelineSurvey: ~Copyable {
    var timeline: Timeline
    private let request: TimelineRequest
    private var groups: TimeGroups
    private var events: LastEvents
    private var database = 0
    private var time: Int64?
    private var writes: [Int: Int] = [:]

    init(_ request: TimelineRequest) {
        self.request = request
        timeline = Timeline(path: request.path)
        groups = TimeGroups(countMax: request.countMax)
        events = LastEvents(countMax: request.countMax)
    }

    mutating func read(
        _ file: LogFile,
        _ reader: inout LogReader,
        _ progress: (any ProgressListener)?
    ) throws(RecoveryError) {
        timeline.files.append(Timeline.File(path: file.path, name: file.name, role: file.role))
        let index = timeline.files.count - 1
        if reader.hasPreamble,
            try !FileWalk.passOverPreamble(&reader, of: file, &timeline.warnings)
        {
            return
        }
        timeline.files[index].start = reader.offset
        database = 0
        let ahead = reader.mappedFile.map { ReadAhead($0) }
        defer { ahead?.stop() }
        defer { timeline.files[index].end = reader.goodOffset }
        var reported = reader.offset
        while let item = try FileWalk.next(&reader, in: file) {
            switch item {
            case .annotation(let seconds): annotate(seconds, reader, index)
            case .record: take(reader, index)
            }
            if reader.offset - reported > 1 << 20 {
                reported = reader.offset
                ahead?.advance(to: reported)
                progress?.progress(.checking, done: reported, total: reader.sizeMax)
            }
        }
    }

    consuming func finished() -> Timeline {
        timeline.times = groups.groups
        timeline.groupSeconds = groups.span
        timeline.annotationCount = groups.annotationCount
        timeline.events = events.inOrder
        timeline.eventCount = events.count
        return timeline
    }

    private mutating func annotate(
        _ seconds: Int64?,
        _ reader: borrowing LogReader,
        _ index: Int
    ) {
        guard let seconds else { return }
        time = seconds
        if timeline.files[index].firstTime == nil { timeline.files[index].firstTime = seconds }
        timeline.files[index].lastTime = seconds
        let cut = reader.isInTransaction ? reader.goodOffset : reader.recordOffset
        groups.annotate(seconds, fileIndex: index, offset: cut)
    }

    private mutating func take(_ reader: borrowing LogReader, _ index: Int) {
        timeline.files[index].commandCount += 1
        groups.addCommands(1, fileIndex: index)
        let arguments = Arguments(reader.record, reader.argumentRanges)
        let found = request.commands.lookup(arguments[0])
        guard let command = found, command.accepts(argumentCount: arguments.count) else {
            // What a module does can be searched for all the same, and what fails.
            if isWanted(nil, arguments) { note(.unknown, arguments, reader, index) }
            return
        }
        if isWanted(command, arguments) {
            note(victims(of: command, arguments), arguments, reader, index)
        }
        follow(command, arguments)
    }

    // MARK: What is listed

    private func isWanted(_ command: Command?, _ arguments: borrowing Arguments) -> Bool {
        if let pattern = request.pattern { return pattern.matches(arguments, in: request.commands) }
        guard let command else { return false }
        switch command.effect {
        case .wholeDatabase: return true
        case .deletes where command.name == "DEL" || command.name == "UNLINK":
            return arguments.count > request.keyCountMin
        default: return false
        }
    }

    private func victims(
        of command: Command,
        _ arguments: borrowing Arguments
    ) -> Timeline.Victims {
        guard command.effect == .wholeDatabase else {
            return .keys(command.keyUses(in: arguments).count)
        }
        let hit = databases(hitBy: command, arguments)
        return .databases(
            hit.map { Timeline.DatabaseWrites(database: $0, commandCount: writes[$0] ?? 0) }
        )
    }

    private func databases(
        hitBy command: Command,
        _ arguments: borrowing Arguments
    ) -> [Int] {
        switch command.name {
        case "FLUSHALL":
            return writes.keys.sorted()
        case "SWAPDB":
            let numbers = [try? arguments.integer(1), try? arguments.integer(2)]
            return numbers.compactMap { $0.flatMap { Int(exactly: $0) } }
        default:
            return [database]
        }
    }

    private mutating func note(
        _ victims: Timeline.Victims,
        _ arguments: borrowing Arguments,
        _ reader: borrowing LogReader,
        _ index: Int
    ) {
        let name = CommandText.name(arguments)
        let offset = reader.recordOffset
        events.append(
            Timeline.Event(
                fileIndex: index,
                offset: offset,
                cutOffset: min(offset, reader.isInTransaction ? reader.goodOffset : offset),
                time: time,
                database: database,
                number: events.number(of: name),
                name: name,
                text: CommandText.line(arguments),
                argumentCount: arguments.count,
                victims: victims
            )
        )
    }

    // MARK: Databases

    private mutating func follow(_ command: Command, _ arguments: borrowing Arguments) {
        switch command.name {
        case "SELECT":
            if let number = try? arguments.integer(1, in: 0...Int64(Int32.max)) {
                database = Int(number)
            }
        case "FLUSHALL": writes = [:]
        case "FLUSHDB": writes[database] = nil
        case "SWAPDB": swap(arguments)
        default:
            if command.effect != .control { writes[database, default: 0] += 1 }
        }
    }

    private mutating func swap(_ arguments: borrowing Arguments) {
        guard let first = try? arguments.integer(1), let second = try? arguments.integer(2) else {
            return
        }
        let held = writes[Int(first)]
        writes[Int(first)] = writes[Int(second)]
        writes[Int(second)] = held
    }
}
