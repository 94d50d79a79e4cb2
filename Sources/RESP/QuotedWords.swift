/// The words of a line, of a manifest or typed by a client, read and written as the servers do.
///
/// Words are parted by white space. `"…"` knows `\xHH`, `\n`, `\r`, `\t`, `\b`, `\a` and a
/// backslash before any other byte; `'…'` knows `\'` only. A closing quote must be followed by
/// white space or the end. A quote may open in the middle of a word.
public enum QuotedWords {
    /// The words of `line`; nil if a quote is not closed well.
    public static func split(_ line: ArraySlice<UInt8>) -> [[UInt8]]? {
        var words: [[UInt8]] = []
        var rest = line
        while true {
            rest = rest.drop(while: isSpace)
            if rest.isEmpty { return words }
            guard let word = takeWord(&rest) else { return nil }
            words.append(word)
        }
    }

    private static func takeWord(_ rest: inout ArraySlice<UInt8>) -> [UInt8]? {
        var word: [UInt8] = []
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: " "), UInt8(ascii: "\n"), UInt8(ascii: "\r"), UInt8(ascii: "\t"):
                return word
            case UInt8(ascii: "\""):
                guard takeQuoted(&rest, into: &word) else { return nil }
                return word
            case UInt8(ascii: "'"):
                guard takeApostrophed(&rest, into: &word) else { return nil }
                return word
            default:
                word.append(byte)
            }
        }
        return word
    }

    private static func takeQuoted(
        _ rest: inout ArraySlice<UInt8>,
        into word: inout [UInt8]
    ) -> Bool {
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "\"") { return rest.first.map(isSpace) ?? true }
            guard byte == UInt8(ascii: "\\"), let escaped = rest.first else {
                word.append(byte)
                continue
            }
            rest.removeFirst()
            if escaped == UInt8(ascii: "x"), let value = hexPair(rest) {
                rest = rest.dropFirst(2)
                word.append(value)
            } else {
                word.append(unescaped[escaped] ?? escaped)
            }
        }
        return false
    }

    private static func takeApostrophed(
        _ rest: inout ArraySlice<UInt8>,
        into word: inout [UInt8]
    ) -> Bool {
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "'") { return rest.first.map(isSpace) ?? true }
            if byte == UInt8(ascii: "\\"), rest.first == UInt8(ascii: "'") {
                rest.removeFirst()
                word.append(UInt8(ascii: "'"))
            } else {
                word.append(byte)
            }
        }
        return false
    }

    private static func hexPair(_ bytes: ArraySlice<UInt8>) -> UInt8? {
        let pair = bytes.prefix(2)
        guard pair.count == 2, let high = hexDigit(pair[pair.startIndex]),
            let low = hexDigit(pair[pair.startIndex + 1])
        else { return nil }
        return high << 4 | low
    }

    private static func hexDigit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }

    /// `isspace` of the C locale.
    public static func isSpace(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || (0x09...0x0D).contains(byte)
    }

    private static let unescaped: [UInt8: UInt8] = [
        UInt8(ascii: "n"): 0x0A, UInt8(ascii: "r"): 0x0D, UInt8(ascii: "t"): 0x09,
        UInt8(ascii: "b"): 0x08, UInt8(ascii: "a"): 0x07,
    ]

    /// `word` as it stands in a line: quoted only where it must be.
    public static func written(_ word: String) -> String {
        let bytes = Array(word.utf8)
        let needsQuotes =
            bytes.isEmpty
            || bytes.contains { byte in
                byte <= 0x20 || byte >= 0x7F || byte == UInt8(ascii: "\\")
                    || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'")
            }
        guard needsQuotes else { return word }
        return "\"" + bytes.map(escaped).joined() + "\""
    }

    private static func escaped(_ byte: UInt8) -> String {
        switch byte {
        case UInt8(ascii: "\\"): return "\\\\"
        case UInt8(ascii: "\""): return "\\\""
        case 0x0A: return "\\n"
        case 0x0D: return "\\r"
        case 0x09: return "\\t"
        case 0x08: return "\\b"
        case 0x07: return "\\a"
        case 0x20..<0x7F: return String(Unicode.Scalar(byte))
        default:
            let digits = String(byte, radix: 16)
            return digits.count == 1 ? "\\x0\(digits)" : "\\x\(digits)"
        }
    }
}
