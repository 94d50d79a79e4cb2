import RedoubtRDB
import RedoubtRecovery
import RedoubtTestSupport
import Testing

/// A log, or a snapshot with the tail of a log, is rebuilt to the dataset that the server had.
@Suite("A dataset rebuilt from every log fixture")
struct RebuildFixtureTests {
    @Test("is the server's when the log is complete", arguments: Fixture.logs)
    func completeLog(_ fixture: Fixture) throws {
        let folder = try TemporaryFolder()
        var request = RebuildRequest(
            snapshot: nil,
            log: try fixture.files().log,
            output: folder.path("rebuilt.rdb")
        )
        request.options = try fixture.options()
        // Its expiries lie in 2100; version 2, which that server writes, has seconds in 32 bits.
        if fixture.server.hasPrefix("redis-2.4.") { request.format = .redis(6) }
        let result = try RebuildRun(request).run()
        #expect(result.keyCount > 0)
        try expectDigest(of: fixture, in: request.output)
    }

    @Test("is the server's when a snapshot and the tail of the log are joined", arguments: joinable)
    func snapshotAndTail(_ fixture: Fixture) throws {
        let folder = try TemporaryFolder()
        var request = try joining(fixture, output: folder.path("rebuilt.rdb"))
        request.options.countsKeys = true
        let result = try RebuildRun(request).run()
        #expect(result.replay?.appliedCount ?? 0 > 0)
        #expect(result.replay?.byteCount ?? 0 > 0)
        #expect(result.replay?.keysTouched?.isEmpty == false)
        #expect(
            result.format
                == (try DatasetLoader().load(path: request.snapshot ?? ""))
                .origin.format
        )
        try expectDigest(of: fixture, in: request.output)
    }

    @Test("is refused where the tail does not begin between two commands", arguments: misplaced)
    func insideCommand(_ fixture: Fixture) throws {
        let folder = try TemporaryFolder()
        let request = try joining(fixture, output: folder.path("rebuilt.rdb"))
        let error = #expect(throws: RecoveryError.self) { try RebuildRun(request).run() }
        #expect(error?.kind == .usage)
        #expect(error?.remedies.isEmpty == false)
        #expect(!FileBytes.exists(request.output))
    }

    @Test("is refused in a version that can't hold its expiries, which are named")
    func wideExpiries() throws {
        guard let fixture = Fixture.logs.first(where: { $0.server.hasPrefix("redis-2.4.") }) else {
            return
        }
        let folder = try TemporaryFolder()
        var request = RebuildRequest(
            snapshot: nil,
            log: try fixture.files().log,
            output: folder.path("rebuilt.rdb")
        )
        request.options = try fixture.options()
        request.format = .redis(2)
        let error = #expect(throws: RecoveryError.self) { try RebuildRun(request).run() }
        #expect(error?.kind == .failure)
        #expect(error?.key != nil)
        #expect(error?.cause.contains("expiries") == true)
        #expect(!FileBytes.exists(request.output))
    }

    private static let joinable = Fixture.logs.filter { !$0.rewroteDuringTail }
    private static let misplaced = Fixture.logs.filter(\.rewroteDuringTail)

    private func joining(_ fixture: Fixture, output: String) throws -> RebuildRequest {
        let files = try fixture.files()
        guard let tail = files.tail, let snapshot = files.beforeTail, let log = files.log else {
            throw TestFailure("\(fixture) does not say where its tail begins")
        }
        let name = tail.path.split(separator: "/").last.map(String.init)
        var request = RebuildRequest(snapshot: snapshot, log: log, output: output)
        request.alignment = .logFrom(
            LogPosition(file: log.hasSuffix(".aof") ? nil : name, offset: tail.offset)
        )
        request.options = try fixture.options()
        return request
    }

    private func expectDigest(of fixture: Fixture, in path: String) throws {
        let result = try DigestRun(path: path, options: fixture.options()).run()
        #expect(result.hex == (try fixture.digest()))
        #expect(try CheckRun(path: path, depth: .values).run().damage == nil)
    }
}
