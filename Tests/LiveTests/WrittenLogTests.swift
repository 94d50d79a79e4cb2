import RedoubtBytes
import RedoubtRecovery
import RedoubtTestSupport
import Testing

/// Logs that the libraries write, loaded by the servers that they are written for.
@Suite("A written log on real servers")
struct WrittenLogTests {
    @Test(
        "loads to the digest of its dataset, whatever its base is made of",
        arguments: [
            ("redis-7.0.15", "log", ServerTarget.redis70),
            ("valkey-9.1.2", "snapshot", .valkey91),
            ("redis-7.0.15", "snapshot", .valkey91),
        ],
        [true, false]
    )
    func directory(
        source: (server: String, caseName: String, target: ServerTarget),
        isSnapshot: Bool
    ) throws {
        let fixture = try Fixture.named(source.server, source.caseName)
        let dataset = try DatasetLoader().load(path: fixture.files().subject)
        let folder = try TemporaryFolder()
        let path = folder.path("appendonlydir")
        try dataset.keyspace.writeLog(to: path, for: source.target, baseIsSnapshot: isSnapshot)
        #expect(try source.target.served(log: path) == source.target.digest(of: path))
    }

    @Test("loads into Redis 6.2 as a single file")
    func singleFile() throws {
        let fixture = try Fixture.named("redis-6.2.16", "snapshot")
        let dataset = try DatasetLoader().load(path: fixture.files().subject)
        let folder = try TemporaryFolder()
        let path = folder.path("appendonly.aof")
        try dataset.keyspace.writeCommands(to: AtomicFile(path: path), for: .redis62)
        #expect(try ServerTarget.redis62.served(log: path) == ServerTarget.redis62.digest(of: path))
    }
}
