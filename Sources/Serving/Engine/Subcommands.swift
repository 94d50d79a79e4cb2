import RedoubtBytes
import RedoubtCommands

/// The subcommands of a command, which are checked before it runs or is queued.
struct Subcommands: Sendable {
    private struct Form: Sendable {
        let word: ByteString
        /// The number of arguments, both names included; negative for a minimum.
        let arity: Int
        let summary: String
    }

    private let name: String
    private let forms: [Form]

    /// The subcommands of a command; nil for one that has none.
    init?(_ description: CommandDescription) {
        guard !description.subcommands.isEmpty else { return nil }
        name = description.name
        forms = description.subcommands.map {
            Form(
                word: ByteString(String($0.name.drop { $0 != "|" }.dropFirst())),
                arity: $0.arity ?? -2,
                summary: $0.summary
            )
        }
    }

    /// Why a request may not run; nil if it may.
    func refusal(of arguments: borrowing Arguments) -> String? {
        guard arguments.count > 1 else { return nil }
        let form = forms.first { Self.isWord(arguments[1], $0.word) }
        guard let form else {
            let said = arguments[1].extracting(0..<min(arguments[1].byteCount, 128)).printable
            return "ERR unknown subcommand '\(said)'. Try \(name) HELP."
        }
        let count = arguments.count
        guard form.arity < 0 ? count < -form.arity : count != form.arity else { return nil }
        let full = "\(name)|\(String(decoding: form.word.array, as: UTF8.self))".lowercased()
        return "ERR wrong number of arguments for '\(full)' command"
    }

    /// Which of them is called.
    func place(of arguments: borrowing Arguments) -> Int? {
        guard arguments.count > 1 else { return nil }
        return forms.firstIndex { Self.isWord(arguments[1], $0.word) }
    }

    /// The answer to `HELP`; nil for anything else.
    func help(for arguments: borrowing Arguments) -> Reply? {
        guard arguments.matches(1, "HELP") else { return nil }
        let lines = forms.flatMap { form in
            [String(decoding: form.word.array, as: UTF8.self), "    \(form.summary)"]
        }
        return .array(
            ([name + " <subcommand> [argument ...], with one of:"] + lines).map { .status($0) }
        )
    }

    private static func isWord(_ said: RawSpan, _ word: ByteString) -> Bool {
        guard said.byteCount == word.count else { return false }
        let word = word.bytes
        for index in 0..<said.byteCount {
            let byte = said[byte: index]
            let isLower = (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
            guard word[byte: index] == (isLower ? byte & 0xDF : byte) else { return false }
        }
        return true
    }
}
