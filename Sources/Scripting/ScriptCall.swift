import RedoubtBytes
import RedoubtCommands
import RedoubtValues

/// One run of a script or function with its keys and arguments.
struct ScriptCall {
    private let name: ByteString
    private let text: ByteString?
    private let isReadOnly: Bool
    private let words: [ByteString]
    private let keyCount: Int

    /// Takes `EVAL text count key … argument …` and its relatives.
    init(
        _ arguments: borrowing Arguments,
        name: ByteString,
        text: ByteString?,
        isReadOnly: Bool
    ) throws(CommandError) {
        let count = try arguments.integer(2)
        guard count >= 0 else { throw CommandError("Number of keys can't be negative") }
        guard count <= Int64(arguments.count - 3) else {
            throw CommandError("Number of keys can't be greater than number of args")
        }
        var words: [ByteString] = []
        for index in 3..<arguments.count { words.append(arguments.bytes(index)) }
        self.words = words
        self.name = name
        self.text = text
        self.isReadOnly = isReadOnly
        keyCount = Int(count)
    }

    /// Runs it; the selected database is the old one afterwards, but for servers before 2.8.
    func run(
        on machine: LuaMachine,
        _ context: inout CommandContext
    ) throws(CommandError) -> Reply {
        let database = context.database
        var commands = ScriptCommandRun(isReadOnly: isReadOnly, profile: context.profile)
        defer { commands.tellEffects(to: &context) }
        let outcome = machine.run(name, text: text, words: words, keyCount: keyCount) {
            commands.answer($0, &context)
        }
        if context.profile.isAtLeast(redis: 2, 8) { context.database = database }
        switch outcome {
        case .done(let answer):
            return try ReplyText.parse(answer, isServing: context.isServing)
        case .failed(let answer):
            throw context.isServing
                ? ReplyText.raised(answer, by: name, isFunction: text == nil)
                : ReplyText.error(answer)
        case .endless:
            throw CommandError(.unreproducible, "the script takes more instructions than allowed")
        case .tooLarge:
            throw CommandError(.unreproducible, "the script takes more memory than allowed")
        case .unsupported:
            throw CommandError(
                .unreproducible,
                "the script uses cjson.new or redis.setresp(3), which are not there"
            )
        case .stopped:
            throw commands.stop ?? CommandError(.unreproducible, "the script was stopped")
        }
    }
}
