public import RedoubtBytes

/// Reads the records of an append-only log or of a replication stream.
///
/// A record is a RESP array of bulk strings:
///
/// | Bytes | Meaning |
/// |---|---|
/// | `*<argc>` line end | number of arguments, at least 1 |
/// | `$<length>` line end | length of the next argument |
/// | length bytes, two bytes | the argument, then `\r\n` |
///
/// The server's loader is followed in what it tolerates: a line may end in a bare `\n`, the two
/// bytes behind an argument are passed over unchecked, and lines that begin with `#` stand between
/// records. A header line has at most 1023 bytes. An input that ends inside a record is
/// ``RedoubtBytes/Fault/Reason/truncated``; ``recordOffset`` tells where that record began.
///
/// Nothing is allocated per record: the arguments are views of the window, found through one
/// array of ranges that is used again. The window may stand anywhere, so also behind a snapshot
/// that precedes the records.
public struct RecordReader: ~Copyable {
    @usableFromInline var window: ByteWindow
    /// Where the arguments stand within the record.
    @usableFromInline var ranges: ContiguousArray<Range<Int>> = []
    /// Absolute offset at which the record or annotation that was last begun starts.
    public private(set) var recordOffset: Int
    /// Whether the current record is one that ``PlainRecords`` reads.
    public private(set) var isPlain = false

    /// The most bytes of a header line or an annotation, its line end included.
    public static let lineCountMax = 1023

    private static let drainStep = 1 << 16

    /// Reads records from where the window stands.
    public init(_ window: consuming ByteWindow) {
        recordOffset = window.offset
        self.window = window
    }

    /// Absolute offset behind what was read.
    public var offset: Int { window.offset }

    /// Number of arguments of the current record.
    @inlinable
    public var argumentCount: Int { ranges.count }

    /// An argument of the current record; 0 is the command's name.
    ///
    /// - Precondition: `index` is below ``argumentCount``.
    @inlinable
    @_lifetime(borrow self)
    public func argument(_ index: Int) -> RawSpan {
        let range = ranges[index]
        return window.kept(
            (recordOffset &+ range.lowerBound)..<(recordOffset &+ range.upperBound)
        )
    }

    /// Where an argument stands within ``record``.
    public func argumentRange(_ index: Int) -> Range<Int> {
        ranges[index]
    }

    /// Where the arguments stand within ``record``.
    public var argumentRanges: Span<Range<Int>> {
        @_lifetime(borrow self)
        get { ranges.span }
    }

    /// The most bytes that can still follow; `Int.max` for a stream that has not ended.
    public var remainingMax: Int { window.remainingMax }

    /// The mapped file that is read, or nil over anything else.
    public var mappedFile: MappedFile? { window.mappedFile }

    /// The current record as it stands in the log.
    public var record: RawSpan {
        @_lifetime(borrow self)
        get { window.kept(recordOffset..<window.offset) }
    }

    /// Gives the window back, positioned behind what was read.
    public consuming func intoWindow() -> ByteWindow {
        window.drop()
        return window
    }

    /// Reads to the end of the input and returns its offset.
    public mutating func drain() throws(Fault) -> Int {
        ranges.removeAll(keepingCapacity: true)
        window.drop()
        while try !window.isAtEnd() {
            try window.skip(window.peek(Self.drainStep).byteCount)
        }
        return window.offset
    }

    /// The next record or annotation; nil at the end of the input.
    public mutating func next() throws(Fault) -> LogItem? {
        ranges.removeAll(keepingCapacity: true)
        window.keep()
        recordOffset = window.offset
        isPlain = try readPlain()
        if isPlain {
            return .record(
                RecordInfo(range: recordOffset..<window.offset, argumentCount: ranges.count)
            )
        }
        ranges.removeAll(keepingCapacity: true)
        guard try !window.isAtEnd() else { return nil }
        switch try window.byte() {
        case UInt8(ascii: "*"): return try record(argumentCount: lineNumber())
        case UInt8(ascii: "#"): return try annotation()
        default: throw Fault(.badRecord, at: recordOffset)
        }
    }

    /// Passes over the records that stand next and whole in memory, as many calls of ``next()``
    /// would.
    ///
    /// It ends before an annotation, before a record that begins or ends a transaction or reaches
    /// beyond the window or `sizeMax`, and before a fault: ``next()`` tells what it is. No record
    /// is the current one then.
    ///
    /// - Returns: the number of records.
    public mutating func passRecords(sizeMax: Int = 1 << 18) throws(Fault) -> Int {
        ranges.removeAll(keepingCapacity: true)
        window.drop()
        let passed = PlainRecords.pass(window.buffered(sizeMax))
        try window.skip(passed.byteCount)
        window.keep()
        recordOffset = window.offset
        return passed.count
    }

    /// Passes over records that were read by other means, up to an offset where one ends.
    public mutating func pass(to offset: Int) throws(Fault) {
        ranges.removeAll(keepingCapacity: true)
        window.drop()
        try window.skip(offset - window.offset)
        window.keep()
        recordOffset = window.offset
    }

    /// Reads a record of the form that servers write, if it stands whole in memory.
    private mutating func readPlain() throws(Fault) -> Bool {
        var found = ranges
        ranges = []
        defer { ranges = found }
        let end = PlainRecords.read(window.buffered(), at: 0, into: &found)
        guard let count = end else { return false }
        try window.skip(count)
        return true
    }

    private mutating func record(argumentCount: Int) throws(Fault) -> LogItem {
        guard argumentCount >= 1, argumentCount <= Int(Int32.max) else {
            throw Fault(.badRecord, at: recordOffset, detail: argumentCount)
        }
        // The shortest argument is `$0`, a line feed and two bytes.
        guard argumentCount <= window.remainingMax / 5 else {
            throw try firstFault(argumentCount: argumentCount)
        }
        for _ in 0..<argumentCount { try readArgument() }
        return .record(
            RecordInfo(range: recordOffset..<window.offset, argumentCount: argumentCount)
        )
    }

    /// More arguments are claimed than the input can hold: what goes wrong first on the way.
    private mutating func firstFault(argumentCount: Int) throws(Fault) -> Fault {
        while try !window.isAtEnd() { try readArgument() }
        return Fault(.truncated, at: window.offset)
    }

    private mutating func readArgument() throws(Fault) {
        let mark = window.offset
        guard try window.byte() == UInt8(ascii: "$") else { throw Fault(.badRecord, at: mark) }
        let count = try lineNumber()
        let start = window.offset
        let (end, overflow) = start.addingReportingOverflow(count)
        guard !overflow else { throw Fault(.badRecord, at: mark, detail: count) }
        try window.skip(count)
        try window.skip(2)
        ranges.append((start - recordOffset)..<(end - recordOffset))
    }

    /// The decimal number on the rest of a header line.
    private mutating func lineNumber() throws(Fault) -> Int {
        let start = window.offset
        var number = 0
        // The mark in front belongs to the line.
        while window.offset &- start < Self.lineCountMax &- 1 {
            let byte = try window.byte()
            let digit = byte &- UInt8(ascii: "0")
            if digit > 9 {
                guard window.offset &- start > 1, try isLineEnd(byte) else { break }
                guard window.offset &- start < Self.lineCountMax else { break }
                return number
            }
            let (shifted, overflow) = number.multipliedReportingOverflow(by: 10)
            let (sum, carry) = shifted.addingReportingOverflow(Int(digit))
            guard !overflow, !carry else { break }
            number = sum
        }
        throw Fault(.badRecord, at: start &- 1)
    }

    /// Whether `byte`, just read, ends the line; a `\r` takes the `\n` behind it along.
    private mutating func isLineEnd(_ byte: UInt8) throws(Fault) -> Bool {
        if byte == UInt8(ascii: "\n") { return true }
        guard byte == UInt8(ascii: "\r") else { return false }
        return try window.byte() == UInt8(ascii: "\n")
    }

    /// A line that begins with `#`; the last line of the input may lack its end.
    private mutating func annotation() throws(Fault) -> LogItem {
        var count = 1
        while try !window.isAtEnd() {
            guard count < Self.lineCountMax else { throw Fault(.badAnnotation, at: recordOffset) }
            count &+= 1
            if try window.byte() == UInt8(ascii: "\n") {
                return .annotation(timestampSeconds: Self.timestamp(record))
            }
        }
        // A time that was cut short must not be taken for a time.
        return .annotation(timestampSeconds: nil)
    }

    /// The seconds of a `#TS:<seconds>` line.
    private static func timestamp(_ line: RawSpan) -> Int64? {
        let prefix = "#TS:".utf8
        guard line.byteCount > prefix.count else { return nil }
        for (index, byte) in prefix.enumerated() where line[byte: index] != byte { return nil }
        var end = line.byteCount
        while end > prefix.count, line[byte: end - 1] <= UInt8(ascii: " ") { end -= 1 }
        return Int64(canonicalDecimal: line.extracting(prefix.count..<end))
    }
}
