import RedoubtRDB
import RedoubtRecovery
import RedoubtTestSupport
import RedoubtValues
import Testing

@Suite("A small file of each server")
struct SmallFixtureTests {
    @Test("has the digest that its server gave", arguments: SmallFixture.all)
    func digest(fixture: SmallFixture) throws {
        let options = LoadOptions(server: try #require(fixture.target).profile)
        #expect(try DigestRun(path: fixture.path, options: options).run().hex == fixture.digest)
    }

    @Test(
        "is rebuilt for its server, which loads it to the same digest",
        arguments: SmallFixture.all
    )
    func serve(fixture: SmallFixture) throws {
        let target = try #require(fixture.target)
        let folder = try TemporaryFolder()
        let output = folder.path("dump.rdb")
        var request = RebuildRequest(
            snapshot: fixture.isSnapshot ? fixture.path : nil,
            log: fixture.isSnapshot ? nil : fixture.path,
            output: output
        )
        request.format = .target(target.profile)
        request.options.server = target.profile
        _ = try RebuildRun(request).run()
        let server = try LiveServer(target.kind, snapshot: output)
        defer { server.stop() }
        #expect(try server.digest() == fixture.digest)
    }
}

extension SmallFixture {
    /// The server that wrote the file, by its name.
    fileprivate var target: ServerTarget? {
        ServerTarget.allCases.first { name.hasPrefix("\($0.profile)") }
    }
}
