import RedoubtBytes
import RedoubtCommands
import RedoubtKeyspace
import RedoubtScripting
import RedoubtValues

/// A dataset with an engine, to run the commands of a log on.
final class Scripted {
    var context: CommandContext

    init(
        _ profile: ServerProfile = ServerProfile(.redis, 6, 2),
        limits: ScriptLimits = ScriptLimits(instructionMax: 20_000_000, memoryMax: 32 << 20),
        nowMs: Int64 = 1_600_000_000_123
    ) {
        context = CommandContext(Keyspace(profile: profile), nowMs: nowMs)
        context.scripts = LuaScripts(limits: limits)
    }

    /// Runs a command.
    @discardableResult
    func run(_ words: ByteString...) throws(CommandError) -> Reply {
        let arguments = OwnedArguments(words)
        let name = arguments.view[0]
        guard
            let command = CommandTable.standard.lookup(name) ?? ReadingCommands.table.lookup(name)
        else { throw CommandError("unknown command") }
        return try command.run(&context, arguments.view)
    }

    /// Runs a script without keys.
    @discardableResult
    func script(_ text: ByteString) throws(CommandError) -> Reply {
        try run("EVAL", text, "0")
    }

    /// The error that a script ends with; nil if it runs.
    func error(_ text: ByteString) -> CommandError? {
        do throws(CommandError) {
            try script(text)
            return nil
        } catch {
            return error
        }
    }
}
