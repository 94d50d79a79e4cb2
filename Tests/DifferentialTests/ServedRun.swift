import RedoubtBytes
import RedoubtCommands
import RedoubtKeyspace
import RedoubtRESP
import RedoubtServing
import RedoubtValues

/// An engine without sockets, and one client.
final class ServedRun {
    private let engine: ServerEngine
    private let session: Session
    /// All that was taken of what was told, as a log.
    private(set) var log: [UInt8] = []

    /// Nothing that is set to expire on a real server does so behind this time.
    static let farMs: Int64 = 2_090_000_000_000

    init(_ profile: ServerProfile, seed: UInt64, nowMs: Int64 = farMs) {
        let options = EngineOptions(profile: profile, writes: .ephemeral, version: "test")
        engine = ServerEngine(
            Keyspace(profile: profile),
            options,
            seed: seed,
            nowMs: nowMs
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
        log += bytes
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

    /// Lets the clock go on, and what is due be done.
    func advance(toMs nowMs: Int64) {
        engine.advance(to: nowMs)
    }

    /// Sets the clock, as for a request that comes then.
    func beginTurn(atMs nowMs: Int64) {
        engine.beginTurn(atMs: nowMs)
    }

    /// Sends a command and gives the bytes of its answer.
    func answer(_ command: [ByteString]) -> [UInt8] {
        session.takeOutput()
        send(command)
        defer { session.takeOutput() }
        return session.output.array
    }
}
