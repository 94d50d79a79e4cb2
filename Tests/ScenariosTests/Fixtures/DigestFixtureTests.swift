import RedoubtRecovery
import RedoubtTestSupport
import Testing

/// The digest of a file is what the server that wrote it answered to `DEBUG DIGEST`.
@Suite("The digest of every fixture")
struct DigestFixtureTests {
    @Test("is the server's", arguments: Fixture.all)
    func asServer(_ fixture: Fixture) throws {
        for path in try fixture.lastFiles() {
            let result = try DigestRun(path: path, options: fixture.options()).run()
            #expect(result.hex == (try fixture.digest()), "\(path)")
            #expect(result.server.origin == .requested)
        }
    }

    @Test("is the server's where the file names the server", arguments: Fixture.snapshots)
    func named(_ fixture: Fixture) throws {
        // AUX fields came with Redis 3.2.
        guard try fixture.profile().isAtLeast(redis: 3, 2) else { return }
        let result = try DigestRun(path: try fixture.files().subject).run()
        #expect(result.hex == (try fixture.digest()))
        #expect(result.server.origin == .file)
        #expect(result.server.profile == (try fixture.profile()))
    }

    @Test("is that of the snapshot inside a log of today", arguments: Fixture.logs)
    func namedInLog(_ fixture: Fixture) throws {
        guard try fixture.profile().isAtLeast(redis: 5, 0), fixture.caseName != "log-plain-base"
        else { return }
        let result = try DigestRun(path: try fixture.files().subject).run()
        #expect(result.hex == (try fixture.digest()))
    }

    @Test("comes from a sound file, down to every element", arguments: Fixture.all)
    func sound(_ fixture: Fixture) throws {
        for path in try fixture.lastFiles() {
            let result = try CheckRun(path: path, depth: .values).run()
            #expect(result.damage == nil, "\(path): \(String(describing: result.damage))")
        }
    }

    @Test("is asked of the project's fixtures, which are there")
    func present() {
        #expect(Fixture.snapshots.count >= 10)
        #expect(Fixture.logs.count >= 8)
    }
}
