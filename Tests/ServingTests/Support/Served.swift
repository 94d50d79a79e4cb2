import RedoubtBytes
import RedoubtCommands
import RedoubtKeyspace
import RedoubtServing
import RedoubtTestSupport
import RedoubtValues

/// An engine without files and sockets, and clients of it that speak the older protocol.
final class Served {
    let engine: ServerEngine
    private(set) var nowMs: Int64 = 1_700_000_000_000

    init(_ profile: ServerProfile = ServerProfile(.redis, 7, 0)) {
        engine = ServerEngine(
            Keyspace(profile: profile),
            EngineOptions(profile: profile, writes: .ephemeral, version: "test"),
            seed: 1,
            nowMs: nowMs
        )
    }

    /// A new client.
    func client() throws -> Client {
        guard let session = engine.open(peer: "test:1", local: "test:2", isLocal: true) else {
            throw TestFailure("one client too many")
        }
        return Client(engine, session)
    }

    /// Lets time pass.
    func wait(ms: Int64) {
        nowMs += ms
        engine.advance(to: nowMs)
    }

    /// One client.
    final class Client {
        private let engine: ServerEngine
        private let session: Session

        init(_ engine: ServerEngine, _ session: Session) {
            self.engine = engine
            self.session = session
        }

        /// The number by which the engine knows it.
        var id: Int { session.id }

        /// Sends a request and gives the first answer.
        @discardableResult
        func send(_ words: String...) throws -> RESPValue {
            try send(words: words)
        }

        /// Sends a request and gives the first answer.
        @discardableResult
        func send(words: [String]) throws -> RESPValue {
            engine.handle(OwnedArguments(words.map { ByteString($0) }).view, for: session)
            guard let first = try received().first else { throw TestFailure("no answer") }
            return first
        }

        /// Everything that has come since the last time.
        func received() throws -> [RESPValue] {
            var reader = ReplyReader(session.output.array)
            session.takeOutput()
            var found: [RESPValue] = []
            while !reader.isAtEnd { found.append(try reader.next()) }
            return found
        }

        /// Everything that has come, as the bytes that are sent.
        func receivedText() -> String {
            defer { session.takeOutput() }
            return String(decoding: session.output.array, as: UTF8.self)
        }

        /// Goes away.
        func leave() {
            engine.close(session)
        }
    }
}

/// Reads answers, maps and sets as lists.
private struct ReplyReader {
    private let bytes: [UInt8]
    private var place = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    var isAtEnd: Bool { place >= bytes.count }

    private mutating func line() throws -> String {
        guard let end = bytes[place...].firstIndex(of: 0x0D) else {
            throw TestFailure("an answer without an end")
        }
        defer { place = end + 2 }
        return String(decoding: bytes[place..<end], as: UTF8.self)
    }

    mutating func next() throws -> RESPValue {
        let head = try line()
        let rest = String(head.dropFirst())
        switch head.first {
        case "+": return .simple(rest)
        case "-": return .error(rest)
        case ":": return .integer(Int64(rest) ?? 0)
        case "_": return .null
        case "$", "=":
            guard let count = Int(rest), count >= 0 else { return .null }
            defer { place += count + 2 }
            return .bulk(ByteString(Array(bytes[place..<place + count])))
        case "*", "~", ">", "%":
            guard let count = Int(rest), count >= 0 else { return .null }
            var elements: [RESPValue] = []
            for _ in 0..<(head.first == "%" ? count * 2 : count) { elements.append(try next()) }
            return .array(elements)
        default: throw TestFailure("not an answer: \(head)")
        }
    }
}

extension RESPValue {
    /// The texts of its elements.
    var texts: [String] { (elements ?? []).compactMap(\.text) }

    /// What stands behind a name in a list of names and values.
    func value(_ name: String) -> RESPValue? {
        let elements = elements ?? []
        return elements.firstIndex { $0.text == name }.map { elements[$0 + 1] }
    }
}
