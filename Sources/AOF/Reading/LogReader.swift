public import RedoubtBytes
public import RedoubtRESP

/// Walks the files of a log in order: for each a snapshot, where one stands in front, and then its
/// records.
///
/// ```swift
/// var log = LogReader(layout)
/// while let file = try log.openNextFile() {
///     if log.hasPreamble {
///         var frames = try FrameReader(log.takeWindow(), keepsPayloads: true)
///         while let frame = try frames.next() { … }
///         log.resume(frames.intoWindow())
///     }
///     while let item = try log.next() { … }
/// }
/// ```
///
/// Commands take effect in database 0 at the start of every file, until the first `SELECT`. A
/// transaction counts only once its `EXEC` was read; one that stays open at the end of the log is
/// dropped as ``tail`` reports, so hold its commands back until then (``isInTransaction``).
public struct LogReader: ~Copyable {
    private let files: [LogFile]
    private let policy: TailPolicy
    /// Stands over no bytes while no records are to be read.
    private var records = RecordReader(ByteWindow([]))
    private var window: ByteWindow?
    private var transaction = TransactionScan(at: 0)

    /// Index of the open file; −1 before the first.
    public private(set) var fileIndex = -1
    /// Whether a snapshot stands at the start of the open file and was not yet taken.
    public private(set) var hasPreamble = false
    /// What was dropped at the end of the log, once it was reached.
    public private(set) var tail: TailReport?

    /// Reads the files of `layout`.
    public init(_ layout: LogLayout, tail policy: TailPolicy = .standard) {
        files = layout.files
        self.policy = policy
    }

    /// Opens the next file; nil behind the last.
    ///
    /// What is left of the current file is passed over.
    public mutating func openNextFile() throws(LayoutError) -> LogFile? {
        endFile()
        window = nil
        hasPreamble = false
        guard fileIndex + 1 < files.count else { return nil }
        fileIndex += 1
        let file = files[fileIndex]
        do throws(Fault) {
            var opened = try file.open()
            hasPreamble = Preamble.matches(try opened.peek(Preamble.sniffCount))
            if hasPreamble { window = consume opened } else { resume(opened) }
        } catch {
            throw .fault(error, path: file.path)
        }
        return file
    }

    /// Hands out the open file, at the start of its snapshot; give it back with ``resume(_:)``.
    ///
    /// - Precondition: ``hasPreamble``.
    public mutating func takeWindow() -> ByteWindow {
        hasPreamble = false
        guard let window = window.take() else { preconditionFailure("no snapshot to read") }
        return window
    }

    /// Goes on with the records that begin where `window` stands.
    public mutating func resume(_ window: consuming ByteWindow) {
        transaction = TransactionScan(at: window.offset)
        records = RecordReader(window)
    }

    /// The next record or annotation of the open file; nil at its end.
    ///
    /// - Throws: a fault in a record, and ``RedoubtBytes/Fault/Reason/truncated`` or
    ///   ``RedoubtBytes/Fault/Reason/openTransaction`` at an end that ``TailPolicy`` refuses; both
    ///   carry the offset of the command that is not whole.
    public mutating func next() throws(Fault) -> LogItem? {
        let item: LogItem?
        do throws(Fault) {
            item = try records.next()
        } catch {
            try endEarly(error)
            return nil
        }
        if case .record(let record) = item {
            let step = TransactionScan.Step(name: records.argument(0))
            transaction.record(step, range: record.range)
        } else if item == nil, let openedAt = transaction.openedAt {
            try endEarly(Fault(.openTransaction, at: openedAt))
        }
        return item
    }

    /// Passes over the records that stand next and whole in memory, outside of transactions.
    ///
    /// It does what as many calls of ``next()`` would, and ends before anything that deserves a
    /// look: with 0, ``next()`` tells what it is.
    ///
    /// - Returns: the number of records.
    public mutating func passRecords() throws(Fault) -> Int {
        guard transaction.openedAt == nil else { return 0 }
        let count = try records.passRecords()
        if count > 0 { transaction.passed(to: records.offset) }
        return count
    }

    /// Passes over records that were read by other means, up to an offset where one ends.
    ///
    /// - Precondition: neither here nor there a transaction is open.
    public mutating func pass(to offset: Int) throws(Fault) {
        try records.pass(to: offset)
        transaction.passed(to: offset)
    }

    private mutating func endFile() {
        records = RecordReader(ByteWindow([]))
        transaction = TransactionScan(at: 0)
    }

    /// Decides whether the log may end here.
    private mutating func endEarly(_ fault: Fault) throws(Fault) {
        let fault = fault.reason == .truncated ? fault.relocated(to: records.recordOffset) : fault
        guard fileIndex == files.count - 1 else { throw fault }
        let end = try records.drain()
        let cause: TailReport.Cause
        switch fault.reason {
        case .truncated where policy.acceptsTruncated:
            cause = transaction.openedAt == nil ? .truncatedRecord : .openTransaction
        case .openTransaction where policy.acceptsTruncated:
            cause = .openTransaction
        case .badRecord, .badAnnotation:
            guard end - transaction.goodOffset < policy.corruptCountMax else { throw fault }
            cause = .corrupt(fault)
        default:
            throw fault
        }
        tail = TailReport(
            cause: cause,
            fileIndex: fileIndex,
            cutOffset: transaction.goodOffset,
            endOffset: end,
            transactionCommandCount: transaction.openedAt == nil ? 0 : transaction.commandCount
        )
        endFile()
    }
}

extension LogReader {
    /// Whether the current record belongs to a transaction whose `EXEC` has not come yet.
    public var isInTransaction: Bool { transaction.openedAt != nil }

    /// Offset behind the last record that is not part of an open transaction.
    public var goodOffset: Int { transaction.goodOffset }

    /// Absolute offset behind what was read of the open file.
    public var offset: Int { records.offset }

    /// The open file where it is mapped; nil over anything else, and before ``resume(_:)``.
    public var mappedFile: MappedFile? { records.mappedFile }

    /// Absolute offset of the current record.
    public var recordOffset: Int { records.recordOffset }

    /// Whether the current record has the form in which servers write: ``PlainRecords`` reads it
    /// again.
    public var isPlainRecord: Bool { records.isPlain }

    /// Size of the open file; nil for a stream.
    public var sizeMax: Int? {
        let (size, overflow) = offset.addingReportingOverflow(records.remainingMax)
        return overflow || records.remainingMax == Int.max ? nil : size
    }

    /// The current record as it stands in the log.
    public var record: RawSpan {
        @_lifetime(borrow self)
        get { records.record }
    }

    /// Where the arguments stand within ``record``.
    public var argumentRanges: Span<Range<Int>> {
        @_lifetime(borrow self)
        get { records.argumentRanges }
    }

    /// Where an argument stands within ``record``.
    public func argumentRange(_ index: Int) -> Range<Int> {
        records.argumentRange(index)
    }

    /// Number of arguments of the current record.
    public var argumentCount: Int { records.argumentCount }

    /// An argument of the current record; 0 is the command's name.
    ///
    /// - Precondition: the last item was a record with more than `index` arguments.
    @_lifetime(borrow self)
    public func argument(_ index: Int) -> RawSpan {
        records.argument(index)
    }
}
