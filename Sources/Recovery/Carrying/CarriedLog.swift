import RedoubtAOF
import RedoubtBytes
import RedoubtRESP

/// Copies the rest of a log, from a cut on, to an increment: byte for byte.
///
/// What belongs to an open transaction is held back until its `EXEC`; an end that servers drop is
/// dropped. Commands of a further file begin in database 0, as they do for a server.
struct CarriedLog {
    private let layout: LogLayout
    private let cut: LogCut
    private let options: LoadOptions
    private let progress: (any ProgressListener)?

    init(
        _ layout: LogLayout,
        from cut: LogCut,
        options: LoadOptions,
        progress: (any ProgressListener)?
    ) {
        self.layout = layout
        self.cut = cut
        self.options = options
        self.progress = progress
    }

    /// What was copied, and what a user has to know.
    struct Outcome {
        var report: CarriedReport
        var warnings: [Warning]
    }

    /// Writes to `file`, which is at `path`.
    func copy(
        to file: borrowing AtomicFile,
        at path: String
    ) throws(RecoveryError) -> Outcome {
        var reader = LogReader(layout, tail: options.isStrict ? .strict : .standard)
        var copy = RecordCopy(
            CarriedReport(
                file: layout.files[cut.fileIndex].path,
                offset: cut.offset,
                command: cut.command
            )
        )
        var warnings: [Warning] = []
        if let time = cut.timestamp { copy.annotate(time) }
        copy.select(cut.database)
        while let source = try FileWalk.openNext(&reader) {
            guard reader.fileIndex >= cut.fileIndex else { continue }
            if reader.hasPreamble,
                try !FileWalk.passOverPreamble(&reader, of: source, &warnings)
            {
                continue
            }
            let isFirst = reader.fileIndex == cut.fileIndex
            if !isFirst { copy.select(0) }
            try copyRecords(
                of: source,
                from: isFirst ? cut.offset : 0,
                &reader,
                &copy,
                to: file,
                at: path
            )
        }
        try copy.flush(to: file, at: path)
        warnings += Warning.tail(reader.tail, in: layout)
        return Outcome(report: copy.report, warnings: warnings)
    }

    private func copyRecords(
        of source: LogFile,
        from start: Int,
        _ reader: inout LogReader,
        _ copy: inout RecordCopy,
        to file: borrowing AtomicFile,
        at path: String
    ) throws(RecoveryError) {
        while let item = try FileWalk.next(&reader, in: source) {
            guard reader.recordOffset >= start else { continue }
            switch item {
            case .record: copy.append(record: reader)
            case .annotation: copy.append(annotation: reader)
            }
            guard !reader.isInTransaction else { continue }
            copy.settle()
            if copy.isFull {
                progress?.progress(.replaying, done: reader.offset, total: reader.sizeMax)
                try copy.flush(to: file, at: path)
            }
        }
        // What is left belongs to a transaction without an end.
        copy.forgetUnsettled()
    }
}

/// The bytes on their way, and what is counted of them.
private struct RecordCopy: ~Copyable {
    private static let fullCount = 1 << 20

    private(set) var report: CarriedReport
    private var bytes = ByteBuilder(capacity: 1 << 20)
    /// Number of bytes that belong to no open transaction.
    private var settledCount = 0
    private var unsettled: [String] = []

    init(_ report: CarriedReport) {
        self.report = report
    }

    var isFull: Bool { settledCount >= Self.fullCount }

    mutating func select(_ database: Int) {
        RESPWriter.begin(argumentCount: 2, into: &bytes)
        RESPWriter.word("SELECT", into: &bytes)
        RESPWriter.argument(Int64(database), into: &bytes)
        settledCount = bytes.count
    }

    mutating func annotate(_ timestamp: Int64) {
        bytes.append(utf8: "#TS:\(timestamp)\r\n")
        settledCount = bytes.count
    }

    mutating func append(record reader: borrowing LogReader) {
        bytes.append(reader.record)
        unsettled.append(reader.argument(0).printable.uppercased())
    }

    mutating func append(annotation reader: borrowing LogReader) {
        bytes.append(reader.record)
    }

    mutating func settle() {
        for name in unsettled { report.commands[name, default: 0] += 1 }
        unsettled.removeAll(keepingCapacity: true)
        settledCount = bytes.count
    }

    mutating func forgetUnsettled() {
        bytes.truncate(to: settledCount)
        unsettled = []
    }

    mutating func flush(
        to file: borrowing AtomicFile,
        at path: String
    ) throws(RecoveryError) {
        do throws(Fault) {
            try file.write(bytes.bytes.extracting(0..<settledCount))
        } catch {
            throw RecoveryError(error, file: path)
        }
        report.byteCount += settledCount
        bytes.removeAll()
        settledCount = 0
    }
}
