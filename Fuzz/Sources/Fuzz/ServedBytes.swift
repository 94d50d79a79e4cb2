import RedoubtBytes
import RedoubtCommands
import RedoubtKeyspace
import RedoubtRESP
import RedoubtServing
import RedoubtValues

/// What a client sends, in pieces as a socket gives them, to a dataset with every kind of value.
///
/// The first byte of an input chooses the server that is followed, the second how large the pieces
/// are. Whatever comes, each answer is one, the log can be read, and others are served.
struct ServedBytes {
    private static let profiles = [
        ServerProfile(.redis, 7, 0), ServerProfile(.redis, 6, 2), ServerProfile(.redis, 8, 2),
        ServerProfile(.valkey, 9, 1),
    ]

    private let engine: ServerEngine
    private var nowMs: Int64 = 1_700_000_000_000

    static func run(_ bytes: [UInt8]) {
        guard bytes.count > 2 else { return }
        var served = ServedBytes(profiles[Int(bytes[0]) % profiles.count])
        served.send(bytes[2...], pieceMax: bytes[1] == 0 ? .max : Int(bytes[1]))
    }

    private init(_ profile: ServerProfile) {
        var options = EngineOptions(profile: profile, writes: .ephemeral, version: "fuzz")
        // A few bytes could ask for much memory, again and again.
        options.limits.stringByteCountMax = 1 << 20
        engine = ServerEngine(Keyspace(profile: profile), options, seed: 1, nowMs: nowMs)
        engine.stopwatch = { 0 }
        engine.beginJournal()
    }

    // MARK: Clients

    private mutating func send(_ bytes: ArraySlice<UInt8>, pieceMax: Int) {
        guard let filler = open(), let client = open() else { return }
        for line in Self.content { _ = request(line, filler) }
        var parser = RequestParser()
        var pending: [UInt8] = []
        var rest = bytes
        while !rest.isEmpty, !client.isClosing {
            pending += rest.prefix(pieceMax)
            rest = rest.dropFirst(pieceMax)
            let count = carryOut(pending, &parser, client)
            pending.removeFirst(count)
            checkAnswers(client)
            // Whoever blocks waits for a time that passes.
            nowMs += 10_000
            engine.advance(to: nowMs)
        }
        checkJournal()
        engine.close(client)
        let answer = request("PING", filler)
        precondition(answer == Array("+PONG\r\n".utf8), "nobody else is served")
    }

    private func open() -> Session? {
        engine.open(peer: "127.0.0.1:1", local: "127.0.0.1:2", isLocal: true)
    }

    private func request(_ line: String, _ session: Session) -> [UInt8] {
        session.takeOutput()
        engine.handle(
            OwnedArguments(line.split(separator: " ").map { ByteString(String($0)) }).view,
            for: session
        )
        defer { session.takeOutput() }
        return session.output.array
    }

    /// Carries out the requests that are whole.
    ///
    /// - Returns: how many bytes they take.
    private func carryOut(
        _ bytes: [UInt8],
        _ parser: inout RequestParser,
        _ session: Session
    ) -> Int {
        var start = 0
        while start < bytes.count, !session.isWaiting, !session.isClosing {
            let view = bytes.span.bytes.extracting(start..<bytes.count)
            _ = engine.foresee(view, for: session)
            parser.limits = session.limits == .full ? RequestLimits() : .unauthenticated
            switch parser.next(view) {
            case .request(let count):
                engine.handle(Arguments(view, parser.argumentRanges), for: session)
                start += count
            case .line(let words, let count):
                start += count
                guard !words.isEmpty else { continue }
                engine.handle(OwnedArguments(words).view, for: session)
            case .incomplete: return start
            case .failure(let message): engine.refuse(session, protocolError: message)
            }
        }
        return start
    }

    // MARK: What comes out

    private func checkAnswers(_ session: Session) {
        var answers = AnswerWalk(session.output.array)
        precondition(answers.areWhole(), "an answer is none")
        session.takeOutput()
    }

    private func checkJournal() {
        var text: [UInt8] = []
        engine.takeJournal { text = $0.array }
        var reader = RecordReader(ByteWindow(text))
        do {
            while try reader.next() != nil {}
        } catch {
            preconditionFailure("what logs are told can not be read: \(error)")
        }
    }

    /// Something of every kind.
    private static let content = [
        "SET string text", "SET number 10 EX 1000", "RPUSH list a b c", "SADD set a b c",
        "SADD integers 1 2 3", "ZADD sorted 1 a 2 b 3 c", "HSET hash a 1 b 2",
        "XADD stream 1-1 a 1", "XADD stream 2-1 b 2", "XGROUP CREATE stream group 0",
        "XREADGROUP GROUP group one COUNT 1 STREAMS stream >", "PFADD estimate a b c",
        "GEOADD places 13.361389 38.115556 Palermo 15.087269 37.502669 Catania", "SETBIT bits 7 1",
    ]
}

/// Goes through answers in both versions of the protocol.
private struct AnswerWalk {
    private let bytes: [UInt8]
    private var place = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// Whether the bytes are answers, and nothing is left.
    mutating func areWhole() -> Bool {
        var left = 0
        while place < bytes.count || left > 0 {
            guard let parts = passHead() else { return false }
            left = max(left - 1, 0) + parts
        }
        return true
    }

    /// Passes a line and the bytes that belong to it.
    ///
    /// - Returns: how many answers stand in this one; nil if there is none.
    private mutating func passHead() -> Int? {
        guard let end = bytes[place...].firstIndex(of: 0x0D), end + 1 < bytes.count,
            bytes[end + 1] == 0x0A
        else { return nil }
        let mark = bytes[place]
        let text = String(decoding: bytes[(place + 1)..<end], as: UTF8.self)
        place = end + 2
        switch UnicodeScalar(mark) {
        case "+", "-", "_", "#", ",", "(": return 0
        case ":": return Int(text) == nil ? nil : 0
        case "$", "=", "!":
            guard let count = Int(text), count >= -1 else { return nil }
            guard count >= 0 else { return 0 }
            guard count + 2 <= bytes.count - place, bytes[place + count] == 0x0D else { return nil }
            place += count + 2
            return 0
        case "*", "~", ">", "%", "|":
            guard let count = Int(text), count >= -1 else { return nil }
            let isPairs = mark == UInt8(ascii: "%") || mark == UInt8(ascii: "|")
            return isPairs ? 2 * count : max(count, 0)
        default: return nil
        }
    }
}
