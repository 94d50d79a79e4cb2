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
        let outcome = machine.run(name, text: text, words: words, keyCount: keyCount) {
            commands.answer($0, &context)
        }
        if context.profile.isAtLeast(redis: 2, 8) { context.database = database }
        switch outcome {
        case .done(let answer): return try ReplyText.parse(answer)
        case .failed(let answer): throw ReplyText.error(answer)
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

/// Carries out the commands of one run.
struct ScriptCommandRun {
    private let isReadOnly: Bool
    private let profile: ServerProfile
    /// A command was called whose answer another server would not have repeated.
    private var isUnrepeatable = false
    /// What ended the script for good.
    private(set) var stop: CommandError?

    init(isReadOnly: Bool, profile: ServerProfile) {
        self.isReadOnly = isReadOnly
        self.profile = profile
    }

    /// The answer to a command in the protocol of the servers; nil if the run has to stop.
    mutating func answer(_ words: OwnedArguments, _ context: inout CommandContext) -> [UInt8]? {
        let arguments = words.view
        if Self.refused.lookup(arguments[0]) != nil {
            return ReplyText.error("ERR This Redis command is not allowed from scripts")
        }
        let written = CommandTable.standard.lookup(arguments[0])
        guard let command = written ?? ReadingCommands.table.lookup(arguments[0]) else {
            stop = CommandError(
                .unreproducible,
                "a script calls a command that is not known",
                subject: arguments[0].printable
            )
            return nil
        }
        guard command.accepts(argumentCount: arguments.count) else {
            return ReplyText.error(
                "ERR Wrong number of args calling Redis command From Lua script"
            )
        }
        if written != nil, command.effect != .control, command.effect != .reads,
            let refusal = refusal()
        {
            return ReplyText.error(refusal)
        }
        if isUnrepeatable(command) { isUnrepeatable = true }
        do throws(CommandError) {
            return ReplyText.encode(try command.run(&context, arguments), for: profile)
        } catch {
            guard error.code != .damaged, error.code != .unreproducible else {
                stop = error
                return nil
            }
            return ReplyText.error(error)
        }
    }

    private func refusal() -> String? {
        if isReadOnly { return "ERR Write commands are not allowed from read-only scripts." }
        guard isUnrepeatable else { return nil }
        return "ERR Write commands not allowed after non deterministic commands. Call "
            + "redis.replicate_commands() at the start of your script in order to switch to "
            + "single commands replication mode."
    }

    /// Servers that log scripts as they are refuse to write behind such a command.
    ///
    /// Expiries and the order of a hash came onto the list later than the time.
    private func isUnrepeatable(_ command: Command) -> Bool {
        guard !profile.isAtLeast(redis: 7, 0) else { return false }
        return switch command.name {
        case "TIME": true
        case "SPOP": true
        case "TTL", "PTTL": profile.isAtLeast(redis: 4, 0)
        case "HGETALL", "XADD", "XTRIM", "XACK", "XCLAIM", "XAUTOCLAIM":
            profile.isAtLeast(redis: 5, 0)
        default: false
        }
    }

    /// What no server lets a script call.
    private static let refused = CommandTable(
        [
            "ACL", "AUTH", "BGREWRITEAOF", "BGSAVE", "BLMOVE", "BLPOP", "BRPOP", "BRPOPLPUSH",
            "BZPOPMAX", "BZPOPMIN", "CLIENT", "CONFIG", "DEBUG", "DISCARD", "EVAL", "EVALSHA",
            "EVALSHA_RO", "EVAL_RO", "EXEC", "FAILOVER", "FCALL", "FCALL_RO", "FUNCTION", "HELLO",
            "LATENCY", "MODULE", "MONITOR", "MULTI", "PSUBSCRIBE", "PSYNC", "PUNSUBSCRIBE",
            "REPLCONF", "REPLICAOF", "RESET", "ROLE", "SAVE", "SCRIPT", "SHUTDOWN", "SLAVEOF",
            "SUBSCRIBE", "SYNC", "UNSUBSCRIBE", "UNWATCH", "WAIT", "WATCH",
        ].map { name in
            Command(name, arity: -1, keys: .none, effect: .control, since: "2.6") {
                (_, _) throws(CommandError) in .ok
            }
        }
    )
}
