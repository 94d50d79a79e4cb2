import RedoubtAOF
import RedoubtBytes
import RedoubtCommands

/// Finds where a log ends that is to be rewound.
struct RewindSearch {
    private let layout: LogLayout
    private let start: LogStart
    private let options: LoadOptions
    private let progress: (any ProgressListener)?

    init(
        _ layout: LogLayout,
        start: LogStart,
        options: LoadOptions,
        progress: (any ProgressListener)?
    ) {
        self.layout = layout
        self.start = start
        self.options = options
        self.progress = progress
    }

    /// Reads the log up to where the end is known.
    ///
    /// - Parameter createdAt: when what the log starts from was written, in seconds since 1970.
    func run(_ point: RewindPoint, createdAt: Int64?) throws(RecoveryError) -> RewoundLog {
        guard layout.canBeReadTwice else { throw .unreadableTwice(layout) }
        var taker = RewindTaker(point, layout, options.commands)
        if case .position(let position) = point {
            let index = try layout.fileIndex(of: position, option: "--until-offset")
            taker.target = LogEnd(fileIndex: index, offset: position.offset)
        }
        try read(&taker)
        let (end, report) = try taker.finish(createdAt: createdAt)
        return RewoundLog(span: LogSpan(start, to: end), report: report)
    }

    private func read(_ taker: inout RewindTaker) throws(RecoveryError) {
        var reader = LogReader(layout, tail: options.isStrict ? .strict : .standard)
        let walk = LogWalk(LogSpan(start), progress: progress)
        // Of a base or a preamble whoever loads it tells.
        var warnings: [Warning] = []
        while let file = try FileWalk.openNext(&reader) {
            guard start.includes(file, at: reader.fileIndex) else { continue }
            if reader.hasPreamble,
                try !FileWalk.passOverPreamble(&reader, of: file, &warnings)
            {
                continue
            }
            let step = try walk.records(of: file, &reader, &taker)
            if case .stop = step { return }
            try taker.endFile(file, reader)
            if taker.isDone { return }
        }
    }
}

/// Looks for the end of a log record by record.
private struct RewindTaker: RecordTaker, ~Copyable {
    private let point: RewindPoint
    private let layout: LogLayout
    private let table: CommandTable
    /// The place that was named.
    var target: LogEnd?
    private var found: LogEnd?
    private var report = RewindReport()
    /// The last time that was told, up to what was found.
    private var time: Int64?
    private var firstTime: Int64?
    private var hasCommandsBeforeTimes = false
    private var matchCount = 0
    /// Where the open transaction begins, before the current record; nil outside of any.
    private var openedAt: Int?
    private var isOver = false

    init(_ point: RewindPoint, _ layout: LogLayout, _ table: CommandTable) {
        self.point = point
        self.layout = layout
        self.table = table
    }

    /// Whether nothing more is to be read.
    var isDone: Bool { isOver }

    // MARK: The walk

    mutating func beginFile(_ file: LogFile, _ reader: borrowing LogReader) {
        openedAt = nil
        aim(at: reader.offset, reader.fileIndex)
    }

    mutating func follow(_ reader: borrowing LogReader) {}

    mutating func setClock(seconds: Int64) {
        time = seconds
        firstTime = firstTime ?? seconds
    }

    mutating func annotate(_ seconds: Int64, _ reader: borrowing LogReader) {
        guard !isOver else { return }
        aim(at: reader.recordOffset, reader.fileIndex)
        guard !isOver else { return }
        if case .time(let wanted) = point, seconds > wanted {
            firstTime = firstTime ?? seconds
            find(openedAt ?? reader.recordOffset, reader.fileIndex)
            return
        }
        setClock(seconds: seconds)
    }

    mutating func take(
        _ reader: borrowing LogReader,
        file: String
    ) throws(RecoveryError) -> WalkStep {
        if isOver { return .stop }
        if let target, target.fileIndex == reader.fileIndex { try aim(target, reader, file) }
        if isOver { return .stop }
        if firstTime == nil { hasCommandsBeforeTimes = true }
        if case .before(let pattern, let number) = point,
            pattern.matches(Arguments(reader.record, reader.argumentRanges), in: table)
        {
            matchCount += 1
            if number == nil || number == matchCount {
                find(openedAt ?? reader.recordOffset, reader.fileIndex)
                report.command = CommandText.line(
                    Arguments(reader.record, reader.argumentRanges)
                )
                report.time = time
                isOver = number != nil
            }
        }
        openedAt = reader.isInTransaction ? reader.goodOffset : nil
        return isOver ? .stop : .goOn
    }

    /// The end of a file may be what was named.
    mutating func endFile(_ file: LogFile, _ reader: borrowing LogReader) throws(RecoveryError) {
        guard let target, !isOver, target.fileIndex == layout.files.firstIndex(of: file) else {
            return
        }
        aim(at: end(of: reader), target.fileIndex)
        guard !isOver else { return }
        throw .misplacedEnd(
            target,
            of: file,
            "the log ends before this offset",
            nearest: [end(of: reader)]
        )
    }

    /// At the end of the log a reader stands nowhere, and its tail tells.
    private func end(of reader: borrowing LogReader) -> Int {
        reader.tail?.cutOffset ?? reader.goodOffset
    }

    private mutating func find(_ offset: Int, _ fileIndex: Int) {
        found = LogEnd(fileIndex: fileIndex, offset: offset)
        report.time = time
        if case .before = point { return }
        isOver = true
    }

    // MARK: A place that was named

    private mutating func aim(at offset: Int, _ fileIndex: Int) {
        guard openedAt == nil, target == LogEnd(fileIndex: fileIndex, offset: offset) else {
            return
        }
        find(offset, fileIndex)
    }

    private mutating func aim(
        _ target: LogEnd,
        _ reader: borrowing LogReader,
        _ path: String
    ) throws(RecoveryError) {
        aim(at: reader.recordOffset, reader.fileIndex)
        guard !isOver, target.offset < reader.offset else { return }
        let file = layout.files[target.fileIndex]
        if let openedAt {
            throw .misplacedEnd(
                target,
                of: file,
                "a transaction is open at this offset",
                nearest: [openedAt]
            )
        }
        throw .misplacedEnd(
            target,
            of: file,
            target.offset < reader.recordOffset
                ? "this offset lies before the log's commands, or in a time annotation"
                : "this offset is inside a command",
            nearest: [reader.recordOffset, reader.offset]
        )
    }

    // MARK: The result

    consuming func finish(
        createdAt: Int64?
    ) throws(RecoveryError) -> (end: LogEnd?, report: RewindReport) {
        switch point {
        case .time(let wanted):
            guard let firstTime else { throw .noTimes(layout) }
            let since = hasCommandsBeforeTimes ? firstTime : min(createdAt ?? firstTime, firstTime)
            guard wanted >= since else { throw .timeBefore(since, layout) }
        case .before(let pattern, let number):
            guard found != nil, number == nil || matchCount == number else {
                throw .noMatch(pattern, number, matchCount, layout)
            }
        case .position: break
        }
        if let found {
            report.end = LogPosition(
                file: layout.files.count > 1 ? layout.files[found.fileIndex].name : nil,
                offset: found.offset
            )
        } else {
            report.time = time
        }
        return (found, report)
    }
}
