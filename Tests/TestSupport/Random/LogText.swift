public import RedoubtBytes

/// Logs put together by hand.
public enum LogText {
    /// Commands as a log holds them, each given as words that spaces part.
    public static func commands(_ lines: String...) -> [UInt8] {
        lines.flatMap(command)
    }

    /// One command with any bytes.
    public static func command(_ words: [ByteString]) -> [UInt8] {
        var bytes = Array("*\(words.count)\r\n".utf8)
        for word in words {
            bytes += Array("$\(word.count)\r\n".utf8) + word.array + [13, 10]
        }
        return bytes
    }

    private static func command(_ line: String) -> [UInt8] {
        let words = line.split(separator: " ")
        let arguments = words.map { "$\($0.utf8.count)\r\n\($0)\r\n" }
        return Array(("*\(words.count)\r\n" + arguments.joined()).utf8)
    }
}
