import RedoubtRDB
import RedoubtRecovery
import RedoubtTestSupport
import RedoubtValues
import Testing

/// The version that a rebuild writes when nobody chooses one.
@Suite("Without a target")
struct DefaultTargetTests {
    @Test(
        "a log of commands only gets a version that its servers read",
        arguments: [
            ("redis-6.2-log-plain-base.aof", FormatVersion.redis(9)),
            ("redis-7.0-log-plain-base", .redis(11)),
            // A field expires.
            ("valkey-9.1-log-plain-base", .redis(12)),
        ]
    )
    func assumed(name: String, format: FormatVersion) throws {
        #expect(try rebuilt(name, as: nil) == format)
    }

    @Test("a log of commands only gets the version of the server that is named")
    func named() throws {
        let server = ServerProfile(.valkey, 9, 1)
        #expect(try rebuilt("valkey-9.1-log-plain-base", as: server) == .valkey(80))
    }

    @Test("a log with a snapshot gets the version of the snapshot")
    func ofSnapshot() throws {
        #expect(try rebuilt("redis-7.0-log-rdb-base", as: nil) == .redis(10))
        #expect(try rebuilt("valkey-9.1-log-rdb-base", as: nil) == .valkey(80))
    }

    private func rebuilt(_ name: String, as server: ServerProfile?) throws -> FormatVersion {
        let folder = try TemporaryFolder()
        let log = try SmallFixture.named(name).path
        var request = RebuildRequest(snapshot: nil, log: log, output: folder.path("out.rdb"))
        request.options.server = server
        return try RebuildRun(request).run().format
    }
}
