public import RedoubtBytes

/// What a client may send: the bounds of one request.
public struct RequestLimits: Sendable, Hashable {
    /// The most bytes of an argument.
    public var argumentByteCountMax: Int
    /// The most arguments.
    public var argumentCountMax: Int
    /// The most bytes of a line: a request in line, or the header of an argument.
    public static let lineByteCountMax = 64 << 10

    /// Creates limits; the servers' own are 512 MB and 2³¹ − 1.
    public init(argumentByteCountMax: Int = 512 << 20, argumentCountMax: Int = Int(Int32.max)) {
        self.argumentByteCountMax = argumentByteCountMax
        self.argumentCountMax = argumentCountMax
    }

    /// What a client may send that has not said who it is.
    public static let unauthenticated = RequestLimits(
        argumentByteCountMax: 16 << 10,
        argumentCountMax: 10
    )
}

/// Finds the requests in the bytes of a client, where they stand.
///
/// A request is an array of bulk strings, or a line of words. The bytes of one that is not whole
/// yet are looked at once only: the parser remembers how far it came.
///
/// Source: the protocol specification; the words of the errors are those that servers use.
public struct RequestParser: Sendable {
    /// What stands next.
    public enum Step: Equatable, Sendable {
        /// A request of so many bytes; its arguments are ``RequestParser/ranges`` of them.
        case request(byteCount: Int)
        /// A line of so many bytes with these words, which may be none.
        case line([ByteString], byteCount: Int)
        /// Not whole yet; so many bytes more are needed at the least.
        case incomplete(missing: Int)
        /// Bytes that are no request; nothing behind them can be read.
        case failure(String)
    }

    /// Where the arguments stand behind the start of the request.
    public private(set) var ranges: ContiguousArray<Range<Int>> = []
    /// What the client may send.
    public var limits: RequestLimits
    /// How far the request that has begun was looked at.
    private var index = 0
    /// Arguments that are still to come; nil before the first line is read.
    private var left: Int?
    /// Bytes of the argument whose header was read.
    private var length: Int?

    /// Where the arguments stand, without a copy.
    public var argumentRanges: Span<Range<Int>> {
        @_lifetime(borrow self)
        get { ranges.span }
    }

    /// Starts before a request.
    public init(limits: RequestLimits = RequestLimits()) {
        self.limits = limits
    }

    /// Looks at the request at the start of `bytes`.
    ///
    /// Behind ``Step/incomplete(missing:)`` call it again with the same bytes and more.
    public mutating func next(_ bytes: RawSpan) -> Step {
        if left == nil, let end = PlainRecords.read(bytes, at: 0, into: &ranges),
            ranges.count <= limits.argumentCountMax, end <= limits.argumentByteCountMax
        {
            return .request(byteCount: end)
        }
        guard bytes.byteCount > 0 else { return .incomplete(missing: 1) }
        if left == nil, bytes[byte: 0] != UInt8(ascii: "*") { return line(bytes) }
        let step = array(bytes)
        if case .incomplete = step { return step }
        index = 0
        left = nil
        length = nil
        return step
    }

    private mutating func line(_ bytes: RawSpan) -> Step {
        guard let end = lineEnd(bytes, from: index) else {
            index = bytes.byteCount
            return index > RequestLimits.lineByteCountMax
                ? .failure("Protocol error: too big inline request") : .incomplete(missing: 1)
        }
        index = 0
        let text = bytes.extracting(0..<end.text).array
        guard let words = QuotedWords.split(text[...]) else {
            return .failure("Protocol error: unbalanced quotes in request")
        }
        return .line(words.map { ByteString($0) }, byteCount: end.next)
    }

    private mutating func array(_ bytes: RawSpan) -> Step {
        if left == nil {
            ranges.removeAll(keepingCapacity: true)
            guard let end = lineEnd(bytes, from: 1) else {
                return header(bytes, 0, "Protocol error: too big mbulk count string")
            }
            guard let count = Int64(canonicalDecimal: bytes.extracting(1..<end.text)),
                count <= Int64(Int32.max)
            else { return .failure("Protocol error: invalid multibulk length") }
            guard count <= Int64(limits.argumentCountMax) else {
                return .failure("Protocol error: unauthenticated multibulk length")
            }
            left = max(Int(count), 0)
            index = end.next
        }
        while let remaining = left, remaining > 0 {
            if let step = argument(bytes) { return step }
            left = remaining - 1
        }
        return ranges.isEmpty ? .line([], byteCount: index) : .request(byteCount: index)
    }

    /// Reads an argument; nil if it is whole.
    private mutating func argument(_ bytes: RawSpan) -> Step? {
        if length == nil {
            guard index < bytes.byteCount else { return .incomplete(missing: 1) }
            let mark = bytes[byte: index]
            guard mark == UInt8(ascii: "$") else {
                let shown = [mark].rawSpan.printable
                return .failure("Protocol error: expected '$', got '\(shown)'")
            }
            guard let end = lineEnd(bytes, from: index + 1) else {
                return header(bytes, index, "Protocol error: too big bulk count string")
            }
            guard let count = Int64(canonicalDecimal: bytes.extracting(index + 1..<end.text)),
                count >= 0, count <= 512 << 20 || count <= Int64(limits.argumentByteCountMax)
            else { return .failure("Protocol error: invalid bulk length") }
            guard count <= Int64(limits.argumentByteCountMax) else {
                return .failure("Protocol error: unauthenticated bulk length")
            }
            length = Int(count)
            index = end.next
        }
        guard let length else { return nil }
        let missing = index + length + 2 - bytes.byteCount
        guard missing <= 0 else { return .incomplete(missing: missing) }
        ranges.append(index..<index + length)
        index += length + 2
        self.length = nil
        return nil
    }

    private func header(_ bytes: RawSpan, _ start: Int, _ failure: String) -> Step {
        bytes.byteCount - start > RequestLimits.lineByteCountMax
            ? .failure(failure) : .incomplete(missing: 1)
    }

    /// Where the text of a line ends, and where the next begins; nil if its end has not come.
    private func lineEnd(_ bytes: RawSpan, from start: Int) -> (text: Int, next: Int)? {
        let limit = min(bytes.byteCount, start + RequestLimits.lineByteCountMax + 1)
        for index in start..<max(limit, start) where bytes[byte: index] == UInt8(ascii: "\n") {
            let hasReturn = index > 0 && bytes[byte: index - 1] == UInt8(ascii: "\r")
            return (hasReturn && index > start ? index - 1 : index, index + 1)
        }
        return nil
    }
}
