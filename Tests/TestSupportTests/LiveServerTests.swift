import RedoubtTestSupport
import Testing

@Suite("The real servers")
struct LiveServerTests {
    @Test("Each one starts, answers and gives a digest", arguments: LiveServer.Kind.allCases)
    func answers(kind: LiveServer.Kind) throws {
        let server = try LiveServer(kind)
        #expect(try server.digest() == String(repeating: "0", count: 40))
        #expect(try server.command("RPUSH", "list", "a", "", "b") == .integer(3))
        #expect(
            try server.command("LRANGE", "list", "0", "-1")
                == .array([.bulk("a"), .bulk(""), .bulk("b")])
        )
        #expect(try server.command("GET", "absent") == .null)
        #expect(try server.digest() != String(repeating: "0", count: 40))
    }

    @Test("One loads a snapshot and has the digest of the server that wrote it")
    func loads() throws {
        let fixture = try Fixture.named("redis-7.0.15", "snapshot")
        let server = try LiveServer(.redis70, snapshot: fixture.files().snapshot)
        #expect(try server.digest() == fixture.expected().header.digest)
    }

    @Test("One loads a log directory and has the digest of the server that wrote it")
    func replays() throws {
        let fixture = try Fixture.named("redis-7.0.15", "log-timestamps")
        let server = try LiveServer(.redis70, log: fixture.files().log)
        #expect(try server.digest() == fixture.expected().header.digest)
    }

    @Test("One loads a log of a single file")
    func replaysFile() throws {
        let fixture = try Fixture.named("redis-6.2.16", "log")
        let server = try LiveServer(.redis62, log: fixture.files().log)
        #expect(try server.digest() == fixture.expected().header.digest)
    }

    @Test(
        "The one that wrote a small fixture loads it to the same digest",
        arguments: SmallFixture.all
    )
    func loadsSmall(fixture: SmallFixture) throws {
        let kind = try #require(
            LiveServer.Kind.allCases.first { fixture.name.hasPrefix($0.description) }
        )
        let server = try LiveServer(
            kind,
            snapshot: fixture.isSnapshot ? fixture.path : nil,
            log: fixture.isSnapshot ? nil : fixture.path
        )
        #expect(try server.digest() == fixture.digest)
    }
}
