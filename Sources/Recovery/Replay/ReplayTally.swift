import RedoubtCommands

/// Counts outcomes by the index of the command, without a look-up per command.
struct ReplayTally: Sendable {
    private var counts: [ReplayReport.Outcome]

    init(commandCount: Int) {
        counts = Array(repeating: ReplayReport.Outcome(), count: commandCount)
    }

    mutating func applied(_ index: Int) {
        counts[index].applied += 1
    }

    mutating func failed(_ index: Int) {
        counts[index].failed += 1
    }

    mutating func superseded(_ index: Int, count: Int = 1) {
        counts[index].superseded += count
    }

    /// Adds what was counted elsewhere, of the same table.
    mutating func merge(_ other: ReplayTally) {
        for index in counts.indices { counts[index].merge(other.counts[index]) }
    }

    func outcomes(of table: CommandTable) -> [String: ReplayReport.Outcome] {
        var outcomes: [String: ReplayReport.Outcome] = [:]
        for (command, outcome) in zip(table.commands, counts) where outcome.count > 0 {
            outcomes[command.name] = outcome
        }
        return outcomes
    }
}
