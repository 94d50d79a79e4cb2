import RedoubtBytes
import RedoubtRESP

/// An argument of a damaged command, read although a byte of the line in front of it is wrong.
///
/// Its own length decides where a value ends, whatever stands in the value: a log within a value is
/// text. A length with one wrong byte is found again by the line end and the next line, to which
/// only the right one leads.
enum DamagedArgument {
    /// The longest argument that servers take (`proto-max-bulk-len`).
    private static let countMax = 512 << 20
    private static let digitMax = 12

    /// The argument at an offset of a command; nil where none can be read.
    static func read(at offset: Int, in bytes: RawSpan) -> Reading? {
        if let argument = ArgumentShape(at: offset, in: bytes) {
            // A wrong length leads over a line end into what follows.
            if isFollowed(argument.end, in: bytes) || !argument.holdsLineEnd(in: bytes) {
                return Reading(argument: argument, isMended: false)
            }
        }
        guard let line = Line(at: offset, in: bytes) else { return nil }
        for number in line.lengths {
            if let argument = line.argument(of: number, in: bytes) {
                return Reading(argument: argument, isMended: true)
            }
        }
        return nil
    }

    /// An argument that was read.
    struct Reading {
        let argument: ArgumentShape
        /// Whether the line in front of it had to be guessed.
        let isMended: Bool
    }

    /// Whether the argument at an offset says of itself that it goes beyond the end.
    static func isCut(at offset: Int, in bytes: RawSpan) -> Bool {
        guard ArgumentShape.isCut(at: offset, in: bytes) else { return false }
        let head = RecordShape.Header(UInt8(ascii: "$"), at: offset, in: bytes)
        return head.map { $0.number <= countMax } ?? true
    }

    /// Whether the last argument of a record ends at a sound place by another length, one byte away
    /// from that which was read.
    static func isMisread(_ argument: ArgumentShape, headAt offset: Int, in bytes: RawSpan) -> Bool
    {
        guard let line = Line(at: offset, in: bytes) else { return false }
        for number in line.lengths where number > argument.content.count {
            guard let longer = line.argument(of: number, in: bytes) else { continue }
            let isLast =
                longer.end == bytes.byteCount || bytes[byte: longer.end] != UInt8(ascii: "$")
            let rest = argument.end..<max(longer.content.upperBound, argument.end)
            // What has lines of its own is a command whose head is damaged.
            if isLast, !holdsHead(rest, in: bytes) { return true }
        }
        return false
    }

    private static func holdsHead(_ range: Range<Int>, in bytes: RawSpan) -> Bool {
        let mark = UInt8(ascii: "$")
        for place in range where bytes[byte: place] == mark {
            if RecordShape.Header(mark, at: place, in: bytes) != nil { return true }
        }
        return false
    }

    /// Whether an argument, a record, an annotation or the end stands at an offset.
    static func isFollowed(_ offset: Int, in bytes: RawSpan) -> Bool {
        guard offset < bytes.byteCount else { return offset == bytes.byteCount }
        switch bytes[byte: offset] {
        case UInt8(ascii: "$"):
            return RecordShape.Header(UInt8(ascii: "$"), at: offset, in: bytes) != nil
        case UInt8(ascii: "*"):
            guard let head = RecordShape.Header(UInt8(ascii: "*"), at: offset, in: bytes) else {
                return false
            }
            return head.end == bytes.byteCount
                || RecordShape.Header(UInt8(ascii: "$"), at: head.end, in: bytes) != nil
        default: return Annotation.end(at: offset, in: bytes) != nil
        }
    }

    /// The line in front of an argument, of which one byte may be wrong.
    private struct Line {
        /// The lengths that it may mean: its own if another byte is wrong, else those that are one
        /// byte away from it.
        let lengths: [Int]
        /// Offset behind the line.
        private let end: Int

        init?(at offset: Int, in bytes: RawSpan) {
            var digits: [UInt8] = []
            var place = offset + 1
            let last = min(bytes.byteCount - 1, place + DamagedArgument.digitMax)
            while place < last, !Self.isLineEnd(bytes[byte: place]) {
                digits.append(bytes[byte: place])
                place += 1
            }
            guard place < last else { return nil }
            var wrongCount = bytes[byte: offset] == UInt8(ascii: "$") ? 0 : 1
            if bytes[byte: place] == UInt8(ascii: "\r") {
                end = place + 2
                wrongCount += bytes[byte: place + 1] == UInt8(ascii: "\n") ? 0 : 1
            } else {
                // The `\r` in front of the `\n` is what is wrong.
                end = place + 1
                wrongCount += 1
                if !digits.isEmpty { digits.removeLast() }
            }
            let wrong = digits.indices.filter { !Self.isDigit(digits[$0]) }
            guard !digits.isEmpty, wrongCount + wrong.count <= 1 else { return nil }
            let places = wrong.first.map { $0..<($0 + 1) } ?? digits.indices
            lengths =
                wrongCount > 0
                ? [Self.number(digits)] : places.flatMap { Self.variants(digits, at: $0) }
        }

        private static func isLineEnd(_ byte: UInt8) -> Bool {
            byte == UInt8(ascii: "\r") || byte == UInt8(ascii: "\n")
        }

        private static func isDigit(_ byte: UInt8) -> Bool {
            byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
        }

        private static func variants(_ digits: [UInt8], at place: Int) -> [Int] {
            (UInt8(ascii: "0")...UInt8(ascii: "9")).compactMap { digit in
                guard digit != digits[place] else { return nil }
                var changed = digits
                changed[place] = digit
                return number(changed)
            }
        }

        /// The argument of a length, if it ends where one can end.
        func argument(of number: Int, in bytes: RawSpan) -> ArgumentShape? {
            guard end <= bytes.byteCount, number <= bytes.byteCount - end - 2 else { return nil }
            let argument = ArgumentShape(content: end..<(end + number))
            let isLine =
                bytes[byte: argument.end - 2] == UInt8(ascii: "\r")
                && bytes[byte: argument.end - 1] == UInt8(ascii: "\n")
            return isLine && DamagedArgument.isFollowed(argument.end, in: bytes) ? argument : nil
        }

        private static func number(_ digits: [UInt8]) -> Int {
            digits.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
        }
    }
}

extension ArgumentShape {
    /// Whether a line end stands in the argument.
    fileprivate func holdsLineEnd(in bytes: RawSpan) -> Bool {
        for index in content.dropLast()
        where bytes[byte: index] == UInt8(ascii: "\r")
            && bytes[byte: index + 1] == UInt8(ascii: "\n")
        {
            return true
        }
        return false
    }
}
