/// What a server counts.
struct ServerFigures: Sendable {
    var startMs: Int64 = 0
    var connectionCount = 0
    var refusedCount = 0
    var requestCount = 0
    var errorCount = 0
    var expiredKeyCount = 0
    var expiredFieldCount = 0
    var hitCount = 0
    var missCount = 0
    var bytesIn = 0
    var bytesOut = 0
    var changeCount = 0
    var changesSinceSave = 0
    var fullSyncCount = 0
    var partialSyncCount = 0
    /// The errors by their first word.
    var errors: [String: Int] = [:]
    /// What is counted of each command, by its place in the table, and of subcommands behind all.
    var commands: [CommandTimes]

    /// Nothing was counted yet.
    init(commandCount: Int) {
        commands = [CommandTimes](repeating: CommandTimes(), count: commandCount)
    }
}
