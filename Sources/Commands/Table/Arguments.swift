public import RedoubtBytes
import RedoubtCodecs
import RedoubtValues

/// The arguments of one command, its name first: a view of one record's bytes.
///
/// Nothing is copied; the ranges say where each argument stands within the bytes.
public struct Arguments: ~Escapable {
    private let bytes: RawSpan
    private let ranges: Span<Range<Int>>

    /// Views `ranges` of `bytes`; a range outside the bytes traps when the argument is used.
    @_lifetime(copy bytes, copy ranges)
    public init(_ bytes: RawSpan, _ ranges: Span<Range<Int>>) {
        self.bytes = bytes
        self.ranges = ranges
    }

    /// Number of arguments, the name included.
    public var count: Int { ranges.count }

    /// One argument; traps outside `0..<count`.
    public subscript(_ index: Int) -> RawSpan {
        @_lifetime(copy self)
        get { bytes.extracting(ranges[index]) }
    }

    /// An owned copy of an argument.
    public func bytes(_ index: Int) -> ByteString {
        ByteString(self[index])
    }

    /// Whether an argument is a word, whatever the case of its letters; `word` is upper-case.
    public func matches(_ index: Int, _ word: StaticString) -> Bool {
        guard index < count else { return false }
        return self[index].equalsWord(word)
    }
}

extension Arguments {
    /// An argument as an integer in canonical decimal form.
    public func integer(_ index: Int) throws(CommandError) -> Int64 {
        guard let value = Int64(canonicalDecimal: self[index]) else { throw .notAnInteger }
        return value
    }

    /// An argument as an integer that fits a range.
    public func integer(_ index: Int, in range: ClosedRange<Int64>) throws(CommandError) -> Int64 {
        let value = try integer(index)
        guard range.contains(value) else { throw .outOfRange }
        return value
    }

    /// An argument as an integer that is not negative.
    func positive(_ index: Int) throws(CommandError) -> Int64 {
        guard let value = Int64(canonicalDecimal: self[index]), value >= 0 else { throw .negative }
        return value
    }

    /// An argument as a number that is not NaN.
    public func double(_ index: Int) throws(CommandError) -> Double {
        guard let value = Self.double(self[index]) else { throw .notADouble }
        return value
    }

    /// An argument as a number that is not NaN, as a server reads it: since 9.0 Valkey takes no
    /// hexadecimal.
    func double(_ index: Int, for profile: ServerProfile) throws(CommandError) -> Double {
        let value = try double(index)
        guard profile.isAtLeast(valkey: 9, 0) else { return value }
        for position in 0..<self[index].byteCount
        where self[index][byte: position] | 0x20 == UInt8(ascii: "x") {
            throw .notADouble
        }
        return value
    }

    /// A text as a number that is not NaN, in the forms that any server version takes.
    package static func double(_ text: RawSpan) -> Double? {
        guard let value = ScoreText.parse(text), !value.isNaN else { return nil }
        return value
    }

    /// The argument behind an option; a missing one is a syntax error.
    public func value(after index: Int) throws(CommandError) -> Int {
        guard index + 1 < count else { throw .syntax }
        return index + 1
    }
}
