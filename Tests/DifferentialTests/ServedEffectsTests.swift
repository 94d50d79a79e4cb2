import RedoubtBytes
import RedoubtCommands
import RedoubtKeyspace
import RedoubtRESP
import RedoubtServing
import RedoubtTestSupport
import RedoubtValues
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

/// An engine without sockets, and one client.
private final class ServedRun {
    private let engine: ServerEngine
    private let session: Session

    init(_ profile: ServerProfile, seed: UInt64) {
        let options = EngineOptions(profile: profile, writes: .ephemeral, version: "test")
        engine = ServerEngine(
            Keyspace(profile: profile),
            options,
            seed: seed,
            // Nothing that is set to expire does so on the real server meanwhile.
            nowMs: 2_090_000_000_000
        )
        engine.beginJournal()
        guard let session = engine.open(peer: "test:1", local: "test:2", isLocal: true) else {
            preconditionFailure("a first client is never one too many")
        }
        self.session = session
    }

    func send(_ command: [ByteString]) {
        let arguments = OwnedArguments(command)
        engine.handle(arguments.view, for: session)
        // A wait would hold up what follows.
        engine.endWait(of: session)
    }

    func takeTold() throws -> [[ByteString]] {
        var told: [[ByteString]] = []
        var bytes: [UInt8] = []
        engine.takeJournal { bytes = $0.array }
        var reader = RecordReader(ByteWindow(bytes))
        while try reader.next() != nil {
            told.append((0..<reader.argumentCount).map { ByteString(reader.argument($0)) })
        }
        return told
    }

    var digest: String { Self.hex(in: answer(["DEBUG", "DIGEST"])) }

    func valueDigest(of key: ByteString) -> String {
        Self.hex(in: answer(["DEBUG", "DIGEST-VALUE", key]))
    }

    private static func hex(in answer: [UInt8]) -> String {
        String(decoding: answer.dropLast(2).suffix(40), as: UTF8.self)
    }

    private func answer(_ command: [ByteString]) -> [UInt8] {
        session.takeOutput()
        send(command)
        defer { session.takeOutput() }
        return session.output.array
    }
}
