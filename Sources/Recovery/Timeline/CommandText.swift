import RedoubtBytes
import RedoubtCommands

/// Commands for people: printable, and cut where they are long.
enum CommandText {
    private static let wordCountMax = 48
    private static let wordsMax = 6

    /// The name in upper case.
    static func name(_ arguments: borrowing Arguments) -> String {
        word(arguments[0]).uppercased()
    }

    /// The command on a line.
    static func line(_ arguments: borrowing Arguments) -> String {
        var words = [name(arguments)]
        for index in 1..<max(min(arguments.count, wordsMax), 1) {
            words.append(word(arguments[index]))
        }
        if arguments.count > wordsMax { words.append("… \(arguments.count - wordsMax) more") }
        return words.joined(separator: " ")
    }

    private static func word(_ bytes: RawSpan) -> String {
        let isCut = bytes.byteCount > wordCountMax
        let text = bytes.extracting(0..<min(bytes.byteCount, wordCountMax)).printable
        let isOneWord = !text.isEmpty && !text.contains(" ") && !text.contains("\"")
        return (isOneWord ? text : "\"\(text)\"") + (isCut ? "…" : "")
    }
}
