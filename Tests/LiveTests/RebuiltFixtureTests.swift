import RedoubtRDB
import RedoubtRecovery
import RedoubtTestSupport
import RedoubtValues
import Testing

@Suite("A rebuilt file on real servers")
struct RebuiltFixtureTests {
    @Test("loads to the digest that the tool gives", arguments: Fixture.all)
    func loads(fixture: Fixture) throws {
        // Redis 2.4 kept 32 bits of the fixtures' expiries, which servers then take for past.
        guard fixture.server != "redis-2.4.18" else { return try refusesToMatch(fixture) }
        for target in ServerTarget.allCases {
            let folder = try TemporaryFolder()
            let output = folder.path("dump.rdb")
            guard try rebuild(fixture, for: target, to: output) else { continue }
            #expect(try target.served(snapshot: output) == target.digest(of: output))
        }
    }

    /// Expiries of 2100 wrapped into the past: servers drop those keys, here they are kept.
    private func refusesToMatch(_ fixture: Fixture) throws {
        let folder = try TemporaryFolder()
        let output = folder.path("dump.rdb")
        #expect(try rebuild(fixture, for: .redis62, to: output))
        let server = try LiveServer(.redis62, snapshot: output)
        let keyCount = try InspectRun(path: output).run().snapshot?.keyCount
        let served = try server.expect("DBSIZE").integer
        #expect(try #require(served) < Int64(try #require(keyCount)))
    }

    /// Rebuilds what the fixture shows; false where the target lacks something that it holds.
    private func rebuild(
        _ fixture: Fixture,
        for target: ServerTarget,
        to output: String
    ) throws -> Bool {
        let files = try fixture.files()
        var request = RebuildRequest(snapshot: files.snapshot, log: files.log, output: output)
        request.format = .target(target.profile)
        request.options.server = fixture.profile
        do {
            _ = try RebuildRun(request).run()
            return true
        } catch {
            #expect(error.kind == .failure)
            #expect(error.cause.contains("cannot hold"), "\(error)")
            #expect(!target.holdsEverything(of: fixture), "\(error)")
            return false
        }
    }
}
