import RedoubtKeyspace
import RedoubtRecovery
import RedoubtTestSupport
import RedoubtValues
import Testing

@Suite("The number of keys that expire")
struct ExpiringCountTests {
    private static let phrases = [
        "SET k v", "SET k v PX 50", "SET k v KEEPTTL", "DEL k", "EXPIRE k 100", "PEXPIRE k 20",
        "PERSIST k", "EXPIRE k 0", "RENAME k l", "COPY k l REPLACE", "MOVE k 1", "GETEX k PERSIST",
        "GETEX k PX 30", "GETDEL k", "INCRBYFLOAT k 1", "RPUSH k a", "LPOP k", "GET k",
        "SINTERSTORE k l none", "SWAPDB 0 1", "SELECT 1", "SELECT 0", "RENAMENX k l", "UNLINK k",
    ]

    @Test("is right behind every command", arguments: 1...4)
    func counted(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let served = try SoleClient(ServerProfile(.redis, 7, 0))
        for step in 0..<6000 {
            let phrase = Self.phrases[Int.random(in: 0..<Self.phrases.count, using: &generator)]
            let words = phrase.split(separator: " ").map { word in
                ["k", "l"].contains(word)
                    ? "key\(Int.random(in: 0..<30, using: &generator))" : "\(word)"
            }
            served.send(words.joined(separator: " "))
            if step % 50 == 0 { served.pass(ms: 10) }
            if step % 500 == 0 { served.beat() }
            if step % 3000 == 2999 { served.send("FLUSHDB") }
            guard step % 10 == 0 else { continue }
            let copy = served.engine.capture()
            for number in copy.databaseNumbers {
                let database = copy[database: number]
                let counted = database.entries.count { $0.value.attributes.expiresAtMs != nil }
                #expect(database.expiringCount == counted, "seed \(seed), step \(step): \(phrase)")
            }
        }
    }

    @Test("counts those in a snapshot, where they stand and where they go")
    func cold() throws {
        let path = ProjectFolder.url("Fixtures/redis-7.0.15/snapshot/dump.rdb").path
        var fed = try Fed(DatasetRequest(snapshot: path, log: nil))
        try fed.finish()
        let keyspace = fed.intoKeyspace()
        let all = keyspace[database: 0].expiringCount
        var names: [String] = []
        keyspace[database: 0].forEachKey { name, entry in
            if entry.attributes.expiresAtMs != nil { names.append(name.printable) }
        }
        #expect(all == names.count)
        #expect(all > 0)
        let served = try SoleClient(keyspace.profile, keyspace)
        for (index, name) in names.enumerated() {
            // Whatever was over is gone with this, and the others are in memory without a time.
            served.send("PERSIST \(name)")
            #expect(served.engine.capture()[database: 0].expiringCount == all - index - 1)
        }
    }
}
