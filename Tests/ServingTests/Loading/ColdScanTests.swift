import RedoubtBytes
import RedoubtCommands
import RedoubtKeyspace
import RedoubtRDB
import RedoubtRecovery
import RedoubtTestSupport
import RedoubtValues
import Testing

@Suite("Commands on a keyspace that is still in its snapshot")
struct ColdScanTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    // With 5000 keys, those that are touched come to be divided while the walk goes on.
    @Test(
        "SCAN meets every key that is there all the time",
        arguments: [800, 5000],
        UInt64(1)...10
    )
    func scan(_ keyCount: Int, _ seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let client = try client(keyCount: keyCount)
        var met: Set<ByteString> = []
        var touched: Set<ByteString> = []
        var cursor: ByteString = "0"
        repeat {
            let reply = try client.run("SCAN", cursor, "COUNT", "7")
            guard case .array(let parts) = reply, case .bulk(let next) = parts[0],
                case .array(let keys) = parts[1]
            else { throw TestFailure("\(reply)") }
            for case .bulk(let key) in keys { met.insert(key) }
            cursor = next
            for _ in 0..<5 {
                let key = ByteString("key:\(Int.random(in: 0..<keyCount, using: &generator))")
                switch Int.random(in: 0..<3, using: &generator) {
                case 0: try client.run("GET", key)
                case 1: try client.run("SET", key, "x")
                default:
                    touched.insert(key)
                    try client.run("DEL", key)
                }
            }
        } while cursor != "0"
        for number in 0..<keyCount where !touched.contains(ByteString("key:\(number)")) {
            #expect(met.contains(ByteString("key:\(number)")))
        }
    }

    @Test("KEYS, DBSIZE, RANDOMKEY and RENAME see both kinds of keys")
    func walks() throws {
        let client = try client(keyCount: 30)
        try client.run("SET", "new", "x")
        try client.run("RENAME", "key:3", "key:4")
        #expect(try client.run("DBSIZE") == .integer(30))
        #expect(try client.run("GET", "key:4") == .bulk("value:3"))
        guard case .array(let keys) = try client.run("KEYS", "*") else { return }
        #expect(keys.count == 30)
        var met: Set<ByteString> = []
        for _ in 0..<2000 {
            if case .bulk(let key) = try client.run("RANDOMKEY") { met.insert(key) }
        }
        #expect(met.count == 30)
        try client.run("FLUSHDB")
        #expect(try client.run("DBSIZE") == .integer(0))
    }

    @Test("a key whose time is over is gone as soon as somebody looks")
    func expiry() throws {
        let client = try client(keyCount: 10, expiresAtMs: 5)
        #expect(try client.run("DBSIZE") == .integer(10))
        #expect(try client.run("GET", "key:1") == .null)
        #expect(try client.run("DBSIZE") == .integer(9))
        #expect(try client.run("KEYS", "*") == .array([]))
    }

    // MARK: Support

    private func client(keyCount: Int, expiresAtMs: Int64? = nil) throws -> Client {
        var writer = try RDBWriter(
            ByteBuilder(capacity: 1 << 12),
            format: .redis(10),
            options: RDBWriterOptions()
        )
        try writer.selectDatabase(0, keyCount: keyCount, expiringCount: 0)
        for number in 0..<keyCount {
            let attributes = KeyAttributes(expiresAtMs: expiresAtMs)
            let (name, text) = (ByteString("key:\(number)"), ByteString("value:\(number)"))
            try writer.encodeKey(name.bytes, attributes) { (value) throws(Fault) in
                try value.begin(.string, countHint: 1, encoding: .plain)
                value.string(text.bytes)
                try value.end()
            }
        }
        let written = try writer.finish()
        let path = try folder.write(written.bytes.array, to: "dump.rdb")
        var fed = try Fed(DatasetRequest(snapshot: path, log: nil))
        try fed.finish()
        return Client(fed.intoKeyspace())
    }
}

/// Runs commands as a served client does.
private final class Client {
    private var context: CommandContext

    init(_ keyspace: consuming Keyspace) {
        let chance = Chance(seed: 1)
        var keyspace = consume keyspace
        keyspace.prepareForServing()
        context = CommandContext(serving: keyspace, chance: chance, nowMs: 1_000_000)
    }

    @discardableResult
    func run(_ words: ByteString...) throws -> Reply {
        let arguments = OwnedArguments(words)
        let name = words[0].bytes
        let found = CommandTable.standard.lookup(name) ?? ReadingCommands.table.lookup(name)
        guard let command = found else { throw TestFailure("no such command") }
        return try command.run(&context, arguments.view)
    }
}
