public import ArgumentParser
public import RedoubtRecovery
public import RedoubtValues

extension ServerProfile: ExpressibleByArgument {
    /// Reads `redis-6.2` or `valkey-9`.
    public init?(argument: String) {
        self.init(argument)
    }
}

extension LogPosition: ExpressibleByArgument {
    /// Reads `OFFSET` or `FILE:OFFSET`.
    public init?(argument: String) {
        self.init(argument)
    }
}

/// `--as SERVER`: whose behaviour to follow.
struct ServerOption: ParsableArguments {
    @Option(
        name: .customLong("as"),
        help: ArgumentHelp(
            "Follow this server's behaviour, such as redis-6.2 or valkey-9.1.",
            discussion: "The default is the server that the file names in its AUX fields.",
            valueName: "server"
        )
    )
    var server: ServerProfile?
}
