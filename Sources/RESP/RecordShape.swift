import RedoubtBytes

/// A record in memory in the very form in which servers write it: `\r\n` behind every number and
/// behind every argument.
///
/// ``RecordReader`` takes whatever servers take. Where bytes are in doubt this form is evidence,
/// because chance does not make it.
public struct RecordShape: Sendable, Hashable {
    /// Where the record stands.
    public let range: Range<Int>
    /// Number of arguments, the name among them.
    public let argumentCount: Int
    /// Where the name stands.
    public let name: Range<Int>

    /// The record that begins at an offset of `bytes`; nil for any that is not whole and strict.
    public init?(at offset: Int, in bytes: RawSpan) {
        guard case .whole(let shape) = Self.read(at: offset, in: bytes) else { return nil }
        self = shape
    }

    /// Describes a record that was read elsewhere.
    public init(range: Range<Int>, argumentCount: Int, name: Range<Int>) {
        self.range = range
        self.argumentCount = argumentCount
        self.name = name
    }

    /// What stands at an offset.
    public enum Reading: Sendable, Hashable {
        /// A record.
        case whole(RecordShape)
        /// The beginning of a record, which the end of the bytes cuts off; strict up to the offset.
        case cut(at: Int)
        /// No record; strict up to the offset.
        case broken(at: Int)
    }

    /// Reads what stands at an offset.
    public static func read(at offset: Int, in bytes: RawSpan) -> Reading {
        guard let head = Header(UInt8(ascii: "*"), at: offset, in: bytes), head.number >= 1 else {
            return .broken(at: offset)
        }
        var end = head.end
        var name = 0..<0
        for index in 0..<head.number {
            guard let argument = ArgumentShape(at: end, in: bytes) else {
                return ArgumentShape.isCut(at: end, in: bytes) ? .cut(at: end) : .broken(at: end)
            }
            if index == 0 { name = argument.content }
            end = argument.end
        }
        return .whole(RecordShape(range: offset..<end, argumentCount: head.number, name: name))
    }

    /// A line of a mark and a number.
    public struct Header: Sendable, Hashable {
        /// The number.
        public let number: Int
        /// Offset behind the line.
        public let end: Int

        /// The most digits that are read.
        private static let digitMax = 18

        /// The line at an offset; nil for one that is not strict.
        @inline(__always)
        public init?(_ mark: UInt8, at offset: Int, in bytes: RawSpan) {
            let count = bytes.byteCount
            guard offset >= 0, offset < count, bytes[byte: offset] == mark else { return nil }
            var at = offset &+ 1
            let last = min(count, at &+ Self.digitMax)
            var number = 0
            while at < last {
                let digit = bytes[byte: at] &- UInt8(ascii: "0")
                if digit > 9 { break }
                number = number &* 10 &+ Int(digit)
                at &+= 1
            }
            guard at > offset &+ 1, at &+ 2 <= count, bytes[byte: at] == UInt8(ascii: "\r"),
                bytes[byte: at &+ 1] == UInt8(ascii: "\n")
            else { return nil }
            self.number = number
            end = at &+ 2
        }
    }
}

/// An argument in memory, with its length in front and `\r\n` behind.
public struct ArgumentShape: Sendable, Hashable {
    /// Where the argument itself stands.
    public let content: Range<Int>

    /// Offset behind the argument and its line end.
    public var end: Int { content.upperBound &+ 2 }

    /// The argument at an offset; nil for one that is not whole and strict.
    @inline(__always)
    public init?(at offset: Int, in bytes: RawSpan) {
        guard let head = RecordShape.Header(UInt8(ascii: "$"), at: offset, in: bytes) else {
            return nil
        }
        guard head.number <= bytes.byteCount &- head.end &- 2 else { return nil }
        let end = head.end &+ head.number
        guard bytes[byte: end] == UInt8(ascii: "\r"), bytes[byte: end &+ 1] == UInt8(ascii: "\n")
        else { return nil }
        content = head.end..<end
    }

    /// Describes an argument whose content stands somewhere.
    public init(content: Range<Int>) {
        self.content = content
    }

    /// Whether an argument begins at an offset and goes beyond the end of the bytes.
    public static func isCut(at offset: Int, in bytes: RawSpan) -> Bool {
        guard offset < bytes.byteCount else { return true }
        guard let head = RecordShape.Header(UInt8(ascii: "$"), at: offset, in: bytes) else {
            return false
        }
        return head.number > bytes.byteCount - head.end - 2
    }
}
