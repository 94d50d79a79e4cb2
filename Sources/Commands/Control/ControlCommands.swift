import RedoubtBytes

/// The words of a log that change nothing in the dataset.
///
/// Transactions are the reader's business: it keeps the records between `MULTI` and `EXEC` back
/// and runs them together. The administrative words were logged by old servers.
enum ControlCommands {
    static let all: [Command] = transactions + replication + administration

    private static let transactions = [
        control("MULTI", arity: 1, since: "1.2"),
        control("EXEC", arity: 1, since: "1.2"),
        control("DISCARD", arity: 1, since: "2.0"),
        control("WATCH", arity: -2, since: "2.2"),
        control("UNWATCH", arity: 1, since: "2.2"),
    ]

    private static let replication = [
        control("PING", arity: -1, since: "1.0"),
        control("REPLCONF", arity: -1, since: "3.0"),
        control("PUBLISH", arity: 3, since: "2.0"),
        control("SPUBLISH", arity: 3, since: "7.0"),
    ]

    private static let administration = [
        control("SAVE", arity: 1, since: "1.0"),
        control("BGSAVE", arity: -1, since: "1.0"),
        control("BGREWRITEAOF", arity: 1, since: "1.0"),
        control("LASTSAVE", arity: 1, since: "1.0"),
    ]

    private static func control(_ name: String, arity: Int, since: String) -> Command {
        Command(name, arity: arity, keys: .none, effect: .control, since: since) {
            (_, _) throws(CommandError) in .ok
        }
    }
}
