import Foundation
import RedoubtBytes
import RedoubtCommands
import RedoubtKeyspace
import RedoubtServing
import RedoubtTestSupport
import RedoubtValues

/// The same engine in memory, without files.
final class ServedModel {
    private let engine: ServerEngine
    private let session: Session

    init() {
        let profile = ServerProfile(.redis, 7, 0)
        engine = ServerEngine(
            Keyspace(profile: profile),
            EngineOptions(profile: profile, writes: .ephemeral, version: "test"),
            seed: 1,
            nowMs: 1_700_000_000_000
        )
        guard let session = engine.open(peer: "test:1", local: "test:2", isLocal: true) else {
            preconditionFailure("a first client is never one too many")
        }
        self.session = session
    }

    func send(_ command: [ByteString]) {
        let arguments = OwnedArguments(command)
        engine.handle(arguments.view, for: session)
        session.takeOutput()
    }

    var digest: String {
        let arguments = OwnedArguments(["DEBUG", "DIGEST"])
        engine.handle(arguments.view, for: session)
        defer { session.takeOutput() }
        return String(decoding: session.output.array.dropLast(2).suffix(40), as: UTF8.self)
    }
}

extension TemporaryFolder {
    /// Writes a snapshot without keys.
    func writeEmptySnapshot() throws -> String {
        let server = try LiveServer(.redis70)
        defer { server.stop() }
        try server.expect("SAVE")
        return try write(
            Array(try Data(contentsOf: URL(filePath: server.folder.path("dump.rdb")))),
            to: "empty.rdb"
        )
    }
}

extension TCPClient {
    /// Waits until the server can keep writes.
    func waitUntilWritable() throws {
        try expect("DEL", "nothing")
    }
}
