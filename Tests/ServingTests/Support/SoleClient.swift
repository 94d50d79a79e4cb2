import RedoubtBytes
import RedoubtCommands
import RedoubtKeyspace
import RedoubtRESP
import RedoubtServing
import RedoubtTestSupport
import RedoubtValues

/// An engine without sockets and with a clock that tests set, and one client.
final class SoleClient {
    let engine: ServerEngine
    private let session: Session
    /// The time, in milliseconds.
    private(set) var nowMs: Int64 = 1_000_000

    init(
        _ profile: ServerProfile,
        _ keyspace: consuming Keyspace? = nil,
        writes: EngineOptions.Writes = .ephemeral
    ) throws {
        let options = EngineOptions(profile: profile, writes: writes, version: "test")
        engine = ServerEngine(
            keyspace ?? Keyspace(profile: profile),
            options,
            seed: 1,
            nowMs: nowMs
        )
        engine.beginJournal()
        guard let session = engine.open(peer: "test:1", local: "test:2", isLocal: true) else {
            throw TestFailure("a first client is never one too many")
        }
        self.session = session
    }

    /// Lets the clock go on, and nothing else happen.
    func pass(ms: Int64) {
        nowMs += ms
        engine.beginTurn(atMs: nowMs)
    }

    /// Lets the engine do what is due.
    func beat() {
        engine.advance(to: nowMs)
    }

    /// Sends a line of words and gives the answer, its lines parted by spaces.
    @discardableResult
    func send(_ line: String) -> String {
        let words = line.split(separator: " ").map { ByteString(String($0)) }
        return String(decoding: answer(words), as: UTF8.self)
            .split(separator: "\r\n").joined(separator: " ")
    }

    /// Sends a command and gives the bytes of the answer.
    @discardableResult
    func answer(_ words: [ByteString]) -> [UInt8] {
        session.takeOutput()
        engine.handle(OwnedArguments(words).view, for: session)
        defer { session.takeOutput() }
        return session.output.array
    }

    /// The bytes that a command answers.
    func bulk(_ words: [ByteString]) -> ByteString {
        let answer = answer(words)
        let start = (answer.firstIndex(of: 0x0A) ?? -1) + 1
        return ByteString(Array(answer[start..<max(start, answer.count - 2)]))
    }

    /// What logs were told since the last time, but for the choice of databases.
    func told() throws -> [String] {
        var bytes: [UInt8] = []
        engine.takeJournal { bytes = $0.array }
        var reader = RecordReader(ByteWindow(bytes))
        var told: [String] = []
        while try reader.next() != nil {
            let words = (0..<reader.argumentCount).map {
                ByteString(reader.argument($0)).printable
            }
            if words[0] != "SELECT" { told.append(words.joined(separator: " ")) }
        }
        return told
    }
}
