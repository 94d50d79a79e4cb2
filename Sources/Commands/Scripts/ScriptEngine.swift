/// What a log can ask of a script engine.
public enum ScriptRequest: Sendable, Hashable {
    /// `EVAL` and `EVAL_RO`: a script by its text.
    case text(isReadOnly: Bool)
    /// `EVALSHA` and `EVALSHA_RO`: a script by the SHA-1 of its text.
    case digest(isReadOnly: Bool)
    /// `FCALL` and `FCALL_RO`: a function of a library.
    case function(isReadOnly: Bool)
    /// `SCRIPT`: what is kept of scripts.
    case administration
}

/// Runs the scripts and functions of a log; the commands know nothing of the language.
public protocol ScriptEngine: AnyObject {
    /// Carries out one of the script commands.
    ///
    /// A script that fails leaves what it changed before, as on the server.
    func run(
        _ request: ScriptRequest,
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply
}
