import RedoubtRecovery
import RedoubtTestSupport
import RedoubtValues
import Testing

/// What `check --target` answers is what the server does.
@Suite("Whether a server will load a file")
struct LoadTargetTests {
    private static let cases = SmallFixture.all.flatMap { fixture in
        ServerTarget.allCases.map { (fixture, $0) }
    }

    @Test("is what the server shows when it is started with it", arguments: cases)
    func agrees(_ fixture: SmallFixture, _ target: ServerTarget) throws {
        let request = CheckRequest(paths: [fixture.path], target: target.profile)
        let result = try CheckRun(request).run()
        #expect(result.damage == nil)
        let loads = !result.findings.refusesTarget
        // A server without directories takes no notice of one, and starts empty.
        let isDirectory = !fixture.isSnapshot && !fixture.name.hasSuffix(".aof")
        if isDirectory, !target.profile.isAtLeast(redis: 7, 0) { return #expect(!loads) }
        let server = try? LiveServer(
            target.kind,
            snapshot: fixture.isSnapshot ? fixture.path : nil,
            log: fixture.isSnapshot ? nil : fixture.path
        )
        #expect((server != nil) == loads, "\(result.findings.all)")
        server?.stop()
    }
}
