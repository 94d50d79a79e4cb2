import RedoubtAOF
import RedoubtBytes
import RedoubtRESP

/// Verifies the commands of one file of a log, and tells everything that is wrong with them.
struct LogCheck {
    let source: LogFile
    let request: CheckRequest
    let progress: (any ProgressListener)?
    var file: CheckRun.File
    var findings: FindingList
    var review: CommandReview
    var target: TargetReview?

    init(
        _ source: LogFile,
        _ file: CheckRun.File,
        _ request: CheckRequest,
        _ findings: FindingList,
        _ progress: (any ProgressListener)?
    ) {
        self.source = source
        self.request = request
        self.progress = progress
        self.file = file
        self.findings = findings
        review = CommandReview(path: source.path)
        target = request.target.map { TargetReview($0, path: source.path) }
    }

    /// Whether commands are looked at, and not only passed over.
    var looks: Bool { request.depth == .values || target != nil }

    /// Reads the records, from where the reader stands, to the end of the file.
    mutating func run(_ reader: inout LogReader) throws(RecoveryError) {
        let start = reader.offset
        do throws(Fault) {
            try read(&reader)
            file.byteCount = reader.offset
        } catch {
            guard error.isDamage else { throw RecoveryError(error, file: source.path) }
            try readOn(behind: error, from: start, reader.mappedFile)
        }
    }

    private mutating func read(_ reader: inout LogReader) throws(Fault) {
        let ahead = reader.mappedFile.map { ReadAhead($0) }
        defer { ahead?.stop() }
        var reported = reader.offset
        file.recordCount = 0
        while true {
            let passed = looks ? 0 : try reader.passRecords()
            file.recordCount = (file.recordCount ?? 0) + passed
            if reader.offset - reported > 1 << 20 {
                reported = reader.offset
                ahead?.advance(to: reported)
                progress?.progress(.checking, done: reported, total: reader.sizeMax)
            }
            guard passed == 0 else { continue }
            guard let item = try reader.next() else { break }
            switch item {
            case .record(let record):
                file.recordCount = (file.recordCount ?? 0) + 1
                guard looks else { continue }
                review.look(
                    at: reader.argument(0),
                    reader.argument(min(1, record.argumentCount - 1)),
                    argumentCount: record.argumentCount,
                    at: record.range.lowerBound,
                    &target,
                    &findings
                )
            case .annotation(let seconds):
                review.look(
                    atAnnotation: reader.record,
                    seconds: seconds,
                    at: reader.recordOffset,
                    &target,
                    &findings
                )
            }
        }
    }
}
