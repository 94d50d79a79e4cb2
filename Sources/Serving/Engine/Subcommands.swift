import RedoubtBytes
import RedoubtCommands

/// The subcommands of a command, which are checked before it runs or is queued.
struct Subcommands: Sendable {
    private let name: String
    /// The number of arguments of each, both names included; negative for a minimum.
    private let arities: KeyValuePairs<StaticString, Int>

    /// The subcommands of a command on data; nil for one that has none.
    init?(of name: String) {
        self.name = name
        switch name {
        case "OBJECT": arities = ["ENCODING": 3, "FREQ": 3, "IDLETIME": 3, "REFCOUNT": 3]
        case "MEMORY": arities = ["DOCTOR": 2, "PURGE": 2, "STATS": 2, "USAGE": -3]
        case "SCRIPT":
            arities = ["DEBUG": 3, "EXISTS": -3, "FLUSH": -2, "KILL": 2, "LOAD": 3]
        case "FUNCTION":
            arities = [
                "DELETE": 3, "DUMP": 2, "FLUSH": -2, "KILL": 2, "LIST": -2, "LOAD": -3,
                "RESTORE": -3, "STATS": 2,
            ]
        case "XINFO": arities = ["CONSUMERS": 4, "GROUPS": 3, "STREAM": -3]
        case "XGROUP":
            arities = [
                "CREATE": -5, "CREATECONSUMER": 5, "DELCONSUMER": 5, "DESTROY": 4, "SETID": -5,
            ]
        case "PUBSUB":
            arities = [
                "CHANNELS": -2, "NUMPAT": 2, "NUMSUB": -2, "SHARDCHANNELS": -2, "SHARDNUMSUB": -2,
            ]
        default: return nil
        }
    }

    /// Why a request may not run; nil if it may.
    func refusal(of arguments: borrowing Arguments) -> String? {
        guard arguments.count > 1 else { return nil }
        for (word, arity) in arities where arguments.matches(1, word) {
            return accepts(arguments.count, arity) ? nil : arityLine(word)
        }
        if arguments.matches(1, "HELP") { return arguments.count == 2 ? nil : arityLine("HELP") }
        let said = arguments[1].extracting(0..<min(arguments[1].byteCount, 128)).printable
        return "ERR unknown subcommand '\(said)'. Try \(name) HELP."
    }

    /// The answer to `HELP`; nil for anything else.
    func help(for arguments: borrowing Arguments) -> Reply? {
        guard arguments.matches(1, "HELP") else { return nil }
        let names = arities.map { Reply.status("\($0.key)") }
        return .array([.status("\(name) <subcommand> [argument ...], with one of:")] + names)
    }

    private func accepts(_ count: Int, _ arity: Int) -> Bool {
        arity < 0 ? count >= -arity : count == arity
    }

    private func arityLine(_ word: StaticString) -> String {
        let subcommand = "\(name)|\(word)".lowercased()
        return "ERR wrong number of arguments for '\(subcommand)' command"
    }
}
