import RedoubtBytes
import RedoubtTestSupport

/// The same random commands, one after the other, to the built server and to a real one.
struct WireRun {
    private let seed: UInt64
    private let protocolVersion: Int
    private let server: LiveServer
    private let tool: ServingTool
    private let theirs: WireConnection
    private let ours: WireConnection
    private var generator: CommandGenerator
    private var journal: [SentCommand] = []
    private var database = "0"
    /// The commands of the batch up to the one whose answers come next.
    private var unanswered: [[ByteString]] = []
    private(set) var sentCount = 0
    private(set) var differences: [String] = []

    /// Commands that the real server alone takes: its snapshot is then served by the other.
    private static let beginningCount = 1000
    private static let batchSize = 100
    private static let differenceCountMax = 5

    init(seed: UInt64, protocolVersion: Int) throws {
        // No score is −0, which a server keeps or not by the history of the set; and nothing that
        // two servers decide each for itself: chance, and the ids of entries by the clock.
        let settings = RunSettings(kind: .redis70, seed: seed | 8, isClientForm: true)
        self.protocolVersion = protocolVersion
        self.seed = seed
        server = try LiveServer(.redis70)
        theirs = try WireConnection(path: server.folder.path("s"))
        var generator = CommandGenerator(settings, known: try server.commandNames(), reads: true)
        generator.random = SeededGenerator(seed: seed)
        let beginning = (0..<Self.beginningCount).map { _ in generator.next() }
        let answers = try theirs.answers(
            to: beginning + [["SELECT", "0"], ["SCRIPT", "FLUSH"], ["SAVE"]]
        )
        self.generator = generator
        let snapshot = server.folder.path("dump.rdb")
        tool = try ServingTool(["--ephemeral", "--as", "redis-7.0", "--snapshot", snapshot])
        ours = try WireConnection(port: tool.port)
        for (words, reply) in zip(beginning + [["SELECT", "0"]], answers) { note(words, reply) }
        for connection in [theirs, ours] {
            let hello = try connection.answer("HELLO", "\(protocolVersion)")
            if hello.isError { throw TestFailure("\(hello)") }
            _ = try connection.answer("DEBUG", "SET-ACTIVE-EXPIRE", "0")
        }
    }

    /// Sends that many commands, or stops at differences.
    mutating func run(_ commandCount: Int) throws {
        while sentCount < commandCount, differences.count < Self.differenceCountMax {
            let start = journal.count
            try send(batch())
            guard try digest(theirs) == digest(ours) else {
                return try reportKeys(since: start)
            }
            try readPayloads()
        }
    }

    /// How the run is told from others.
    var title: String { "seed \(seed) in RESP\(protocolVersion)" }

    /// What was sent last.
    var lastCommands: String {
        unanswered.suffix(8).map { "    " + $0.map(\.shown.short).joined(separator: " ") }
            .joined(separator: "\n")
    }

    /// What the built server wrote.
    var log: String { String(tool.log.suffix(20000)) }

    // MARK: Commands

    /// Random commands; in some batches there is a transaction.
    private mutating func batch() -> [[ByteString]] {
        var batch: [[ByteString]] = []
        while batch.count < Self.batchSize {
            let command = generator.next()
            batch.append(command)
            if case .chance(let witness) = ReplyRule(command) { batch.append(witness) }
        }
        let start = generator.number(0..<50)
        let end = start + generator.number(1..<40)
        switch generator.number(0..<8) {
        case 0:
            batch.insert(["MULTI"], at: start)
            batch.insert([generator.number(0..<4) == 0 ? "DISCARD" : "EXEC"], at: end)
        case 1:
            batch.insert(["WATCH", "k1", "k2", "k3"], at: start)
            batch.insert(["MULTI"], at: start + generator.number(1..<5))
            batch.insert(["EXEC"], at: end + 6)
        default: break
        }
        return batch
    }

    private mutating func send(_ batch: [[ByteString]]) throws {
        sentCount += batch.count
        // Both work at the same time.
        try theirs.send(batch)
        try ours.send(batch)
        var exchanges: [Exchange] = []
        for (index, words) in batch.enumerated() {
            unanswered = Array(batch[..<(index + 1)])
            let answer = try theirs.reply()
            exchanges.append(Exchange(words: words, theirs: answer, ours: try ours.reply()))
        }
        var held: [[ByteString]]?
        for index in exchanges.indices {
            let exchange = exchanges[index]
            let next = index + 1 < exchanges.count ? exchanges[index + 1] : nil
            switch (exchange.words[0].upper, held) {
            case ("EXEC", let queue?):
                held = nil
                compareTransaction(exchange, queue)
                continue
            case ("MULTI", nil): held = []
            case ("DISCARD", .some): held = nil
            case (_, .some) where exchange.theirs.isQueued: held?.append(exchange.words)
            default: break
            }
            compare(exchange, next)
        }
    }

    /// The answers to the commands of a transaction stand in that to its end.
    private mutating func compareTransaction(_ end: Exchange, _ queue: [[ByteString]]) {
        guard end.theirs.elements.count == queue.count, end.ours.elements.count == queue.count
        else { return compare(end, nil) }
        let exchanges = queue.indices.map { index in
            Exchange(
                words: queue[index],
                theirs: end.theirs.elements[index],
                ours: end.ours.elements[index]
            )
        }
        for (index, exchange) in exchanges.enumerated() {
            compare(exchange, index + 1 < exchanges.count ? exchanges[index + 1] : nil)
        }
    }

    private mutating func compare(_ exchange: Exchange, _ next: Exchange?) {
        let words = exchange.words
        if !exchange.theirs.isQueued { note(words, exchange.theirs) }
        let rule = ReplyRule(words)
        var witnessed: WireReply?
        if case .chance(let witness) = rule, next?.words == witness { witnessed = next?.ours }
        guard !rule.accepts(exchange.theirs, exchange.ours, witnessed: witnessed) else { return }
        let text = words.map(\.shown.short).joined(separator: " ")
        differences.append(
            "[\(database)] \(text)\n  server \(exchange.theirs)\n  ours   \(exchange.ours)\n"
                + (witnessed.map { "  of \($0)\n" } ?? "")
                + history(of: words)
        )
    }

    private mutating func note(_ words: [ByteString], _ reply: WireReply) {
        journal.append(
            SentCommand(
                database: database,
                words: words,
                reply: reply.isError ? .error(reply.description) : .null
            )
        )
        guard words[0].upper == "SELECT", !reply.isError else { return }
        database = words[1].printable
    }

    /// What later commands may restore: what either server dumps, the other takes.
    private mutating func readPayloads() throws {
        let names = CommandGenerator.keys.map(CommandGenerator.bytes)
        let asked = names + CommandGenerator.counterKeys.map { ByteString($0) }
        let dumper = generator.number(0..<2) == 0 ? theirs : ours
        generator.payloads = try dumper.answers(to: asked.map { ["DUMP", $0] })
            .compactMap { Self.word($0) }
        generator.libraries = [Self.word(try dumper.answer("FUNCTION", "DUMP"))].compactMap { $0 }
    }

    private static func word(_ reply: WireReply) -> String? {
        guard case .bulk(_, let bytes) = reply else { return nil }
        return CommandGenerator.word(ByteString(bytes))
    }

    // MARK: Differences

    private struct Exchange {
        let words: [ByteString]
        let theirs: WireReply
        let ours: WireReply
    }

    private func digest(_ connection: WireConnection) throws -> WireReply {
        try connection.answer("DEBUG", "DIGEST")
    }

    private var allKeys: [ByteString] {
        CommandGenerator.keys.map(CommandGenerator.bytes)
            + (CommandGenerator.counterKeys + ["e0", "e1"]).map { ByteString($0) }
    }

    /// The last commands that touched a key that the command names.
    private func history(of words: [ByteString]) -> String {
        let keys = Set(words.dropFirst()).intersection(allKeys)
        guard !keys.isEmpty else {
            return journal.suffix(8).map { "    [\($0.database)] \($0.text)" }.joined(
                separator: "\n"
            )
        }
        let touching = keys.flatMap { key in
            KeyHistory.commands(
                on: key,
                in: database,
                among: Array(journal.suffix(3000)),
                keys: Set(allKeys)
            ).suffix(12)
        }
        return touching.map { "    [\($0.database)] \($0.text)" }.joined(separator: "\n")
    }

    private mutating func reportKeys(since start: Int) throws {
        for number in 0..<3 {
            for connection in [theirs, ours] { _ = try connection.answer("SELECT", "\(number)") }
            for key in allKeys {
                let ask = [["DEBUG", "DIGEST-VALUE", key], ["TTL", key], ["TYPE", key]]
                let (left, right) = try (theirs.answers(to: ask), ours.answers(to: ask))
                guard left[0] != right[0] || left[1].bytes.count != right[1].bytes.count else {
                    continue
                }
                database = "\(number)"
                differences.append(
                    "[\(number)] \(key.printable): server \(left), ours \(right)\n"
                        + history(of: ["", key])
                )
            }
        }
        if differences.isEmpty {
            let last = journal[start...].map { "    [\($0.database)] \($0.text)" }
            differences.append("the digests differ\n" + last.joined(separator: "\n"))
        }
    }
}
