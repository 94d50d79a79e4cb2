import RedoubtBytes
import RedoubtTestSupport
import Testing

/// What a served dataset tells logs and replicas is taken by real servers, which then hold the
/// same dataset.
@Suite("What is told of random commands")
struct ServedEffectsTests {
    private static let commandCount = 3000

    @Test("makes the same dataset of a real server", arguments: LiveServer.Kind.allCases, 1...4)
    func told(kind: LiveServer.Kind, seed: UInt64) throws {
        let server = try LiveServer(kind)
        defer { server.stop() }
        try server.expect("DEBUG", "SET-ACTIVE-EXPIRE", "0")
        // No score is −0, which a server keeps or not by the history of the set.
        var settings = RunSettings(kind: kind, seed: seed & 7, isClientForm: false)
        settings.seed |= 8
        var generator = CommandGenerator(settings, known: try server.commandNames())
        let served = ServedRun(settings.profile, seed: seed)
        for _ in 0..<Self.commandCount / 100 {
            var sent: [[ByteString]] = []
            for _ in 0..<100 { sent.append(generator.next()) }
            for command in sent { served.send(command) }
            let told = try served.takeTold()
            for (command, reply) in zip(told, try server.commands(told)) {
                guard case .error(let message) = reply else { continue }
                Issue.record("\(message) to \(command.map(\.printable))")
            }
            guard try served.digest != server.digest() else { continue }
            Issue.record("seed \(seed): \(try difference(served, server, sent, told))")
            return
        }
    }

    /// The keys that differ, with what was sent and told of them.
    private func difference(
        _ served: ServedRun,
        _ server: LiveServer,
        _ sent: [[ByteString]],
        _ told: [[ByteString]]
    ) throws -> String {
        let names = CommandGenerator.keys.map(CommandGenerator.bytes)
        var lines: [String] = []
        for database in 0..<4 {
            try server.expect("SELECT", "\(database)")
            served.send(["SELECT", ByteString("\(database)")])
            for key in names + CommandGenerator.counterKeys.map({ ByteString($0) }) {
                let theirs = try server.command(["DEBUG", "DIGEST-VALUE", key])
                let mine = served.valueDigest(of: key)
                guard case .array(let digests) = theirs, digests.first?.text != mine else {
                    continue
                }
                lines.append("db\(database) \(key.printable):")
                for (mark, commands) in [("sent", sent), ("told", told)] {
                    lines += commands.filter { $0.contains(key) }.map { command in
                        "\(mark) "
                            + command.map { String($0.printable.prefix(40)) }
                            .joined(separator: " ")
                    }
                }
            }
        }
        return lines.joined(separator: "\n")
    }
}
