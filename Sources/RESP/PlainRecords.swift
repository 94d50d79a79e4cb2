import RedoubtBytes

/// Records in the form in which servers write them; ``RecordReader`` reads every form.
///
/// Plain is a record that stands whole in memory, with numbers of at most twelve digits and with
/// `\r\n` behind each of them.
public enum PlainRecords {
    /// Finds the arguments of the plain record that begins at `start`.
    ///
    /// - Parameters:
    ///   - ranges: emptied, then given the range of each argument within `bytes`; what stands in
    ///     it is of no use if there is no such record.
    /// - Returns: where the record ends; nil for any that is not plain and whole.
    public static func read(
        _ bytes: RawSpan,
        at start: Int,
        into ranges: inout ContiguousArray<Range<Int>>
    ) -> Int? {
        ranges.removeAll(keepingCapacity: true)
        var index = start
        let argumentCount = number(behind: UInt8(ascii: "*"), bytes, &index)
        guard argumentCount >= 1, argumentCount <= Int(Int32.max) else { return nil }
        for _ in 0..<argumentCount {
            let count = number(behind: UInt8(ascii: "$"), bytes, &index)
            guard count >= 0, count &+ 2 <= bytes.byteCount &- index else { return nil }
            ranges.append(index..<(index &+ count))
            index &+= count &+ 2
        }
        return index
    }

    /// Passes over the plain records at the start of `bytes`, up to a `MULTI` or `EXEC`.
    static func pass(_ bytes: RawSpan) -> (count: Int, byteCount: Int) {
        var count = 0
        var end = 0
        while let next = self.end(of: end, in: bytes) {
            count &+= 1
            end = next
        }
        return (count, end)
    }

    /// The most bytes of a mark, a number and a line end.
    private static let headMax = 15

    /// Where the record that begins at `start` ends; nil for any that is not plain and whole, and
    /// for a `MULTI` or `EXEC`.
    @inline(__always)
    static func end(of start: Int, in bytes: RawSpan) -> Int? {
        var index = start
        let argumentCount = number(behind: UInt8(ascii: "*"), bytes, &index)
        guard argumentCount >= 1, argumentCount <= Int(Int32.max) else { return nil }
        let nameCount = number(behind: UInt8(ascii: "$"), bytes, &index)
        guard nameCount >= 0, nameCount &+ 2 <= bytes.byteCount &- index else { return nil }
        if nameCount == 4 || nameCount == 5, marksTransaction(bytes, index, nameCount) {
            return nil
        }
        index &+= nameCount &+ 2
        for _ in 1..<argumentCount {
            let count = number(behind: UInt8(ascii: "$"), bytes, &index)
            guard count >= 0, count &+ 2 <= bytes.byteCount &- index else { return nil }
            index &+= count &+ 2
        }
        return index
    }

    /// The number on a header line, behind which `index` is moved; −1 for any line that is not
    /// plain.
    @inline(__always)
    private static func number(behind mark: UInt8, _ bytes: RawSpan, _ index: inout Int) -> Int {
        let rest = bytes.byteCount &- index
        guard rest >= 4, bytes[byte: index] == mark else { return -1 }
        var number = Int(bytes[byte: index &+ 1] &- UInt8(ascii: "0"))
        guard number <= 9 else { return -1 }
        var at = index &+ 2
        let last = index &+ min(rest, headMax) &- 1
        while at < last {
            let digit = bytes[byte: at] &- UInt8(ascii: "0")
            if digit > 9 { break }
            number = number &* 10 &+ Int(digit)
            at &+= 1
        }
        guard at < last, bytes[byte: at] == UInt8(ascii: "\r"),
            bytes[byte: at &+ 1] == UInt8(ascii: "\n")
        else { return -1 }
        index = at &+ 2
        return number
    }

    @inline(never)
    private static func marksTransaction(_ bytes: RawSpan, _ start: Int, _ count: Int) -> Bool {
        let name = bytes.extracting(start..<(start &+ count))
        return name.equalsWord("MULTI") || name.equalsWord("EXEC")
    }
}
