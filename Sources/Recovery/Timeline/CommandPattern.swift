import RedoubtBytes
public import RedoubtCommands

/// A pattern over commands: words that spaces part, each a glob as in `KEYS`.
///
/// | Pattern | What it matches |
/// |---|---|
/// | `FLUSHALL` | the command, whatever its arguments |
/// | `H*` | every command whose name begins so |
/// | `DEL user:*` | the command if any of its keys fits |
/// | `SET user:* on` | the command if its first arguments fit, one word each |
///
/// The case of a name's letters means nothing. One word behind the name is held against the keys of
/// a command that is known, and against all arguments of any other and of those without keys.
/// `\` stands before a byte that is meant itself, so also before a space.
public struct CommandPattern: Sendable, Hashable, CustomStringConvertible {
    /// The pattern as it was given.
    public let description: String
    private let name: ByteString
    private let words: [ByteString]

    /// Reads a pattern; nil for one without a word.
    public init?(_ text: String) {
        let parts = Self.split(Array(text.utf8))
        guard let first = parts.first else { return nil }
        description = text
        name = ByteString(Self.upperCased(first))
        words = parts.dropFirst().map { ByteString($0) }
    }

    /// Whether the pattern fits a command.
    public func matches(_ arguments: borrowing Arguments, in table: CommandTable) -> Bool {
        guard arguments.count > 0, fitsName(arguments[0]) else { return false }
        guard let first = words.first else { return true }
        guard words.count == 1 else { return fitsInOrder(arguments) }
        let uses = table.lookup(arguments[0])?.keyUses(in: arguments) ?? []
        if !uses.isEmpty {
            return uses.contains { GlobPattern.matches(first, arguments.bytes($0.argument)) }
        }
        for index in 1..<max(arguments.count, 1)
        where GlobPattern.matches(first, arguments.bytes(index)) {
            return true
        }
        return false
    }

    private func fitsName(_ bytes: RawSpan) -> Bool {
        // No command has a longer name: what has is not copied.
        guard bytes.byteCount <= 256 else { return false }
        return GlobPattern.matches(name, ByteString(Self.upperCased(bytes.array)))
    }

    private func fitsInOrder(_ arguments: borrowing Arguments) -> Bool {
        guard words.count < arguments.count else { return false }
        for (index, word) in words.enumerated()
        where !GlobPattern.matches(word, arguments.bytes(index + 1)) {
            return false
        }
        return true
    }

    private static func upperCased(_ bytes: [UInt8]) -> [UInt8] {
        bytes.map { $0 >= UInt8(ascii: "a") && $0 <= UInt8(ascii: "z") ? $0 & 0xDF : $0 }
    }

    /// The words; a space behind `\` belongs to its word.
    private static func split(_ text: [UInt8]) -> [[UInt8]] {
        var words: [[UInt8]] = []
        var word: [UInt8] = []
        var isEscaped = false
        for byte in text {
            if byte == UInt8(ascii: " "), !isEscaped {
                if !word.isEmpty { words.append(word) }
                word = []
            } else {
                word.append(byte)
            }
            isEscaped = byte == UInt8(ascii: "\\") && !isEscaped
        }
        if !word.isEmpty { words.append(word) }
        return words
    }
}
