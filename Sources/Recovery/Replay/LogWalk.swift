import RedoubtAOF
import RedoubtRESP

/// Walks through the records of a log's files from where the log joins the dataset.
struct LogWalk {
    private let span: LogSpan
    /// Leaves commands out; nil if nothing does.
    let filter: CommandFilter?
    private let progress: (any ProgressListener)?

    init(
        _ span: LogSpan,
        filter: CommandFilter? = nil,
        progress: (any ProgressListener)?
    ) {
        self.span = span
        self.filter = filter
        self.progress = progress
    }

    /// Hands the records of the open file to a taker.
    ///
    /// - Returns: why it ended, ``WalkStep/goOn`` if it is the end of the file.
    func records(
        of file: LogFile,
        _ reader: inout LogReader,
        _ taker: inout some RecordTaker & ~Copyable
    ) throws(RecoveryError) -> WalkStep {
        var pace = try begin(file, &reader, &taker)
        return try items(of: file, &reader, &taker, upTo: .max, &pace) ?? .goOn
    }

    /// Brings a taker to where the log joins the dataset.
    func begin(
        _ file: LogFile,
        _ reader: inout LogReader,
        _ taker: inout some RecordTaker & ~Copyable
    ) throws(RecoveryError) -> WalkPace {
        taker.beginFile(file, reader)
        try approachStart(&reader, &taker, of: file)
        return WalkPace(reader, progress)
    }

    /// Hands the records up to an offset to a taker, and the one that goes beyond it.
    ///
    /// - Returns: why it ended; nil at the end of what counts of the file.
    func items(
        of file: LogFile,
        _ reader: inout LogReader,
        _ taker: inout some RecordTaker & ~Copyable,
        upTo offset: Int,
        _ pace: inout WalkPace
    ) throws(RecoveryError) -> WalkStep? {
        let limit = span.limit(inFile: reader.fileIndex)
        while reader.offset < min(offset, limit) {
            guard let item = try FileWalk.next(&reader, in: file) else { return nil }
            switch item {
            case .record:
                if let filter, filter.drops(reader, of: file) { break }
                let step = try taker.take(reader, file: file.path)
                if case .goOn = step { break }
                return step
            case .annotation(timestampSeconds: let time?):
                filter?.annotate(time)
                taker.annotate(time, reader)
            case .annotation(timestampSeconds: nil): break
            }
            pace.note(reader)
        }
        return reader.offset < limit ? .goOn : nil
    }

    /// Offset in the open file from which on nothing counts.
    func limit(of reader: borrowing LogReader) -> Int {
        span.limit(inFile: reader.fileIndex)
    }

    /// Reads up to the offset at which the replay starts: for the database that is selected there.
    private func approachStart(
        _ reader: inout LogReader,
        _ taker: inout some RecordTaker & ~Copyable,
        of file: LogFile
    ) throws(RecoveryError) {
        guard case .position(reader.fileIndex, let offset) = span.start else { return }
        guard reader.goodOffset <= offset else {
            throw .misplacedStart(
                offset,
                in: file,
                "the records of the log begin behind this offset",
                nearest: [reader.goodOffset]
            )
        }
        var recordStart = reader.goodOffset
        while reader.offset < offset {
            recordStart = reader.offset
            guard let item = try FileWalk.next(&reader, in: file) else { break }
            switch item {
            case .record: taker.follow(reader)
            case .annotation(timestampSeconds: let time?): taker.setClock(seconds: time)
            case .annotation(timestampSeconds: nil): break
            }
        }
        guard reader.offset == offset else {
            let isBehindEnd = reader.offset < offset
            throw .misplacedStart(
                offset,
                in: file,
                isBehindEnd ? "the log ends before this offset" : "this offset is inside a command",
                nearest: isBehindEnd ? [reader.offset] : [recordStart, reader.offset]
            )
        }
        guard !reader.isInTransaction else {
            throw .misplacedStart(
                offset,
                in: file,
                "a transaction is open at this offset",
                nearest: [reader.goodOffset]
            )
        }
    }
}

/// How far a walk through a file is: for what shows it, and what has pages ready before it.
struct WalkPace: ~Copyable {
    private let ahead: ReadAhead?
    private let progress: (any ProgressListener)?
    private var reported = 0

    fileprivate init(_ reader: borrowing LogReader, _ progress: (any ProgressListener)?) {
        ahead = reader.mappedFile.map { ReadAhead($0) }
        self.progress = progress
    }

    deinit {
        ahead?.stop()
    }

    mutating func note(_ reader: borrowing LogReader) {
        guard reader.offset - reported > 1 << 20 else { return }
        reported = reader.offset
        ahead?.advance(to: reported)
        progress?.progress(.replaying, done: reported, total: reader.sizeMax)
    }
}

extension RecoveryError {
    fileprivate static func misplacedStart(
        _ offset: Int,
        in file: LogFile,
        _ cause: String,
        nearest: [Int]
    ) -> RecoveryError {
        RecoveryError(
            .usage,
            cause,
            file: file.path,
            offset: offset,
            remedies: nearest.map { "--log-from \($0) lies between two commands" }
        )
    }
}
