/// Commands whose answers a log does not decide: they depend on chance, or on how a server holds
/// its data.
///
/// A script that calls one ends the run: what it did then cannot be told.
enum UnknowableReading {
    static let all: [Command] = [
        "INFO", "LASTSAVE",
    ].map { name in
        ReadingCommands.reading(name, arity: -1, keys: .none) { (_, _) throws(CommandError) in
            throw CommandError(
                .unreproducible,
                "the log does not tell what the server answered to a command of the script",
                subject: name
            )
        }
    }
}
