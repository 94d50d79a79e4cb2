/// The commands that run scripts: each hands its arguments to the engine of the context.
enum ScriptCommands {
    static let all: [Command] = [
        script("EVAL", .text(isReadOnly: false), since: "2.6"),
        script("EVALSHA", .digest(isReadOnly: false), since: "2.6"),
        script("EVAL_RO", .text(isReadOnly: true), since: "7.0"),
        script("EVALSHA_RO", .digest(isReadOnly: true), since: "7.0"),
        script("FCALL", .function(isReadOnly: false), since: "7.0"),
        script("FCALL_RO", .function(isReadOnly: true), since: "7.0"),
        Command("SCRIPT", arity: -2, keys: .none, effect: .control, since: "2.6") {
            (context, arguments) throws(CommandError) in
            try run(.administration, &context, arguments)
        },
    ]

    private static func script(_ name: String, _ request: ScriptRequest, since: String) -> Command {
        Command(name, arity: -3, keys: .declared(count: 2), effect: .modifies, since: since) {
            (context, arguments) throws(CommandError) in
            try run(request, &context, arguments)
        }
    }

    private static func run(
        _ request: ScriptRequest,
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply {
        guard let engine = context.scripts else {
            throw CommandError(.unreproducible, "there is no engine to run scripts with")
        }
        return try engine.run(request, &context, arguments)
    }
}
