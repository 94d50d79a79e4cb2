/// What people are told of commands, and what else is not needed to run them.
///
/// One entry for each command, and one for each of its subcommands behind it:
///
///     NAME since | marks | uses of the keys; of the next ones | how long it takes
///       What it does.
///       ~ since what to call instead
///       : arguments
///
/// A subcommand has its number of arguments behind the name. Marks are flags, tips, and the
/// categories that neither the flags nor the group tell: `+@more`, `-@less`. ``ArgumentSyntax``
/// explains the arguments. A line that is indented further goes on with the one above.
enum CommandTexts {
    /// All of them, with the name of their group.
    static let all: [(group: String, text: String)] = [
        ("bitmap", bits), ("cluster", cluster), ("connection", connections), ("generic", keys),
        ("geo", places), ("hash", hashes), ("hyperloglog", estimates), ("list", lists),
        ("pubsub", publishing), ("scripting", scripts), ("server", server), ("set", sets),
        ("sorted-set", sortedSets), ("stream", streams), ("string", strings),
        ("transactions", transactions),
    ]
}
