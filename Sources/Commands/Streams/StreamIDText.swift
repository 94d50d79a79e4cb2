import RedoubtBytes
import RedoubtValues

/// Stream ids as arguments: `milliseconds-sequence`, or milliseconds alone.
enum StreamIDText {
    static let invalid = CommandError("Invalid stream ID specified as stream command argument")

    /// An id, or nil for anything else; `missing` stands in for a sequence that is left out.
    static func parse(_ text: RawSpan, missing: UInt64 = 0) -> StreamID? {
        var dash = 0
        while dash < text.byteCount, text[byte: dash] != UInt8(ascii: "-") { dash += 1 }
        guard let milliseconds = number(text.extracting(0..<dash)) else { return nil }
        guard dash < text.byteCount else { return StreamID(milliseconds, missing) }
        let rest = text.extracting((dash + 1)..<text.byteCount)
        guard let sequence = number(rest) else { return nil }
        return StreamID(milliseconds, sequence)
    }

    /// The milliseconds of an id whose sequence the server is to choose: `milliseconds-*`.
    static func milliseconds(ofOpen text: RawSpan) -> UInt64? {
        let count = text.byteCount
        guard count > 2, text[byte: count - 1] == UInt8(ascii: "*"),
            text[byte: count - 2] == UInt8(ascii: "-")
        else { return nil }
        return number(text.extracting(0..<(count - 2)))
    }

    private static func number(_ text: RawSpan) -> UInt64? {
        guard text.byteCount > 0 else { return nil }
        var value: UInt64 = 0
        for index in 0..<text.byteCount {
            let digit = text[byte: index] &- UInt8(ascii: "0")
            guard digit <= 9 else { return nil }
            let (shifted, overflow) = value.multipliedReportingOverflow(by: 10)
            let (sum, carry) = shifted.addingReportingOverflow(UInt64(digit))
            guard !overflow, !carry else { return nil }
            value = sum
        }
        return value
    }
}

extension Arguments {
    /// An argument as a stream id.
    func streamID(_ index: Int, missing: UInt64 = 0) throws(CommandError) -> StreamID {
        guard index < count else { throw .syntax }
        guard let id = StreamIDText.parse(self[index], missing: missing) else {
            throw StreamIDText.invalid
        }
        return id
    }

    /// Every argument from `first` to before `end` as a stream id.
    func streamIDs(_ range: Range<Int>) throws(CommandError) -> [StreamID] {
        var ids: [StreamID] = []
        for index in range { ids.append(try streamID(index)) }
        return ids
    }

    /// The ids of `IDS count id …`, with `IDS` at `index`, which moves behind the last one.
    func countedStreamIDs(_ index: inout Int) throws(CommandError) -> [StreamID] {
        guard matches(index, "IDS"), index + 1 < count else { throw .syntax }
        let claimed = try integer(index + 1, in: 1...Int64(Int32.max))
        let first = index + 2
        guard Int(claimed) <= count - first else { throw .syntax }
        index = first + Int(claimed)
        return try streamIDs(first..<index)
    }
}
