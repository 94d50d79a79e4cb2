import RedoubtBytes
import RedoubtCommands
import RedoubtServing
import RedoubtValues
import Testing

@Suite("What costs much to free")
struct FreeingTests {
    @Test(
        "goes to the host, and nothing else does",
        arguments: [
            ("DEL l0", 0), ("UNLINK l63", 0), ("DEL l64", 1), ("UNLINK l64 s64 l63 k", 2),
            ("LTRIM l64 1 0", 0), ("PEXPIRE l64 0", 1), ("FLUSHDB", 1), ("FLUSHALL", 1),
            ("DEL z64 h64 x64", 3),
        ]
    )
    func freed(line: String, count: Int) throws {
        let host = FreeingHost()
        let served = try SoleClient(ServerProfile(.redis, 7, 0))
        served.engine.host = host
        served.send("SET k v")
        for size in [0, 63, 64] {
            for number in 0...size {
                served.send("RPUSH l\(size) \(number)")
                served.send("SADD s\(size) \(number)")
                served.send("ZADD z\(size) \(number) \(number)")
                served.send("HSET h\(size) \(number) \(number)")
                served.send("XADD x\(size) * \(number) \(number)")
            }
        }
        for number in 0..<64 { served.send("SET key\(number) v") }
        served.send(line)
        #expect(host.freedCount == count)
    }

    @Test("an emptied database is one that serves as before")
    func emptied() throws {
        let served = try SoleClient(ServerProfile(.redis, 7, 0))
        let host = FreeingHost()
        served.engine.host = host
        for line in ["FLUSHDB", "FLUSHALL"] {
            for number in 0..<9000 { served.send("SET key\(number) v") }
            served.send(line)
            #expect(served.send("DBSIZE") == ":0")
        }
        for number in 0..<9000 { served.send("SET key\(number) v") }
        // A table that is divided, so that a copy costs whoever writes little.
        let entries = served.engine.capture()[database: 0].entries
        #expect(entries.stretches(of: 10_000).count > 1)
        #expect(host.freedCount == 2)
    }
}

/// A host that counts what it is to free.
private final class FreeingHost: EngineHost {
    private(set) var freedCount = 0

    func free(_ discarded: consuming Discarded) { freedCount += 1 }
    func flush(_ session: Session) {}
    func cut(_ session: Session) {}
    func wake(atMs: Int64) {}
    func resume(_ session: Session) {}
    func keepJournal() {}
    func beginFullSync(_ sync: FullSync) {}
    func save(_ request: SavingRequest) -> String? { nil }
    func shutDown() {}
    func sleep(_ seconds: Double) {}
}
