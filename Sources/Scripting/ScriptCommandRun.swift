import RedoubtBytes
import RedoubtCommands
import RedoubtValues

/// Carries out the commands of one run.
struct ScriptCommandRun {
    private let isReadOnly: Bool
    private let profile: ServerProfile
    /// What the commands did, for logs and replicas of a served dataset.
    private var told: [Effects.Told] = []
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
            if context.isServing { return answerOutside(arguments, context) }
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
        let isWrite =
            written != nil && command.effect != .control && command.effect != .reads
        if isWrite, let refusal = refusal(context) { return ReplyText.error(refusal) }
        if isUnrepeatable(command) { isUnrepeatable = true }
        do throws(CommandError) {
            let reply = try run(command, isWrite, arguments, &context)
            return ReplyText.encode(reply, for: profile)
        } catch {
            guard !context.isServing else { return ReplyText.error(error) }
            guard error.code != .damaged, error.code != .unreproducible else {
                stop = error
                return nil
            }
            return ReplyText.error(error)
        }
    }

    /// Runs a command and keeps what it has to tell.
    private mutating func run(
        _ command: Command,
        _ isWrite: Bool,
        _ arguments: borrowing Arguments,
        _ context: inout CommandContext
    ) throws(CommandError) -> Reply {
        guard context.isServing else { return try command.run(&context, arguments) }
        let database = context.database
        defer { told += context.effects.takeExpiries() }
        let (reply, hasChanged) = try command.runTelling(&context, arguments)
        guard isWrite, hasChanged else { return reply }
        told += context.effects.takeExpiries()
        told +=
            context.effects.substitutes
            ?? [Effects.Told(database: database, arguments: OwnedArguments(copying: arguments))]
        return reply
    }

    /// Lets the run's commands be told in place of the script.
    func tellEffects(to context: inout CommandContext) {
        guard context.isServing else { return }
        context.effects.removeAll()
        context.effects.tell(instead: told)
    }

    /// The answer to a command that the server itself carries out, if it does for scripts.
    private func answerOutside(
        _ arguments: borrowing Arguments,
        _ context: borrowing CommandContext
    ) -> [UInt8] {
        guard let reply = context.serverCommands?(arguments) else {
            return ReplyText.error("ERR Unknown Redis command called from script")
        }
        return ReplyText.encode(reply, for: profile)
    }

    private func refusal(_ context: borrowing CommandContext) -> String? {
        if context.refusesWrites { return "READONLY You can't write against a read only server." }
        if isReadOnly { return "ERR Write commands are not allowed from read-only scripts." }
        guard isUnrepeatable, !context.isServing else { return nil }
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
