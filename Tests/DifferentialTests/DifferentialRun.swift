import RedoubtBytes
import RedoubtRESP
import RedoubtRecovery
import RedoubtTestSupport

/// One server that takes random commands, and what its log becomes in our hands.
struct DifferentialRun {
    let settings: RunSettings
    let commandCount: Int

    private static let batchSize = 100

    /// Runs; nil if everything agrees, else what to know of the difference.
    func run() throws -> String? {
        let server = try LiveServer(settings.kind, config: settings.configuration)
        defer { server.stop() }
        try server.expect("DEBUG", "SET-ACTIVE-EXPIRE", "0")
        let comparison = try Comparison(server, settings)
        let journal = try drive(server) { journal in
            try comparison.holdsForLogs(of: journal)
        }
        return try comparison.difference(after: journal)
    }

    /// Only lets the server carry the commands out.
    func outcomes() throws -> [SentCommand] {
        let server = try LiveServer(settings.kind, config: settings.configuration)
        defer { server.stop() }
        return try drive(server) { _ in true }.commands
    }

    /// Sends the commands, some in transactions, with rewrites of the log between, and looks at the
    /// log behind every batch, before later commands can cover a difference.
    ///
    /// - Returns: what was sent, up to the first difference.
    private func drive(
        _ server: LiveServer,
        _ isSound: (CommandJournal) throws -> Bool
    ) throws -> CommandJournal {
        var generator = CommandGenerator(settings, known: try server.commandNames())
        var journal = CommandJournal()
        while journal.sentCount < commandCount {
            try journal.send(batch(&generator), to: server)
            guard try isSound(journal) else { break }
            if settings.allowsRewrites, generator.number(0..<12) == 0 { try server.rewriteLog() }
            try readPayloads(&generator, from: server)
        }
        return journal
    }

    /// Random commands; in some batches there is a transaction.
    private func batch(_ generator: inout CommandGenerator) -> [[ByteString]] {
        var batch = (0..<Self.batchSize).map { _ in generator.next() }
        let start = generator.number(0..<50)
        let end = start + generator.number(1..<40)
        switch generator.number(0..<4) {
        case 0:
            batch.insert(["MULTI"], at: start)
            batch.insert([generator.number(0..<4) == 0 ? "DISCARD" : "EXEC"], at: end)
        case 1:
            // A watched key that changes lets the transaction fail.
            batch.insert(["WATCH", "k1", "k2", "k3"], at: start)
            batch.insert(["MULTI"], at: start + generator.number(1..<5))
            batch.insert(["EXEC"], at: end + 6)
        default: break
        }
        return batch
    }

    /// What later commands may restore.
    private func readPayloads(
        _ generator: inout CommandGenerator,
        from server: LiveServer
    ) throws {
        let names = CommandGenerator.keys.map(CommandGenerator.bytes)
        let asked = names + CommandGenerator.counterKeys.map { ByteString($0) }
        generator.payloads = try server.commands(asked.map { ["DUMP", $0] })
            .compactMap { $0.bytes.map(CommandGenerator.word) }
        guard settings.kind != .redis62 else { return }
        let dump = try server.command(["FUNCTION", "DUMP"])
        if let bytes = dump.bytes { generator.libraries = [CommandGenerator.word(bytes)] }
    }
}
