import RedoubtRDB
import RedoubtRecovery
import RedoubtTestSupport
import Testing

/// A dataset that is written for another server stays what it is, or is refused.
@Suite("A fixture that is written for each target")
struct TargetFixtureTests {
    private static let targets: [FormatVersion] = [
        .redis(6), .redis(9), .redis(10), .redis(11), .redis(12), .valkey(80),
    ]

    @Test("keeps its digest or is refused by the name of a key", arguments: Fixture.all, targets)
    func target(_ fixture: Fixture, _ format: FormatVersion) throws {
        let folder = try TemporaryFolder()
        let files = try fixture.files()
        let output = folder.path("target.rdb")
        var request = RebuildRequest(snapshot: files.snapshot, log: files.log, output: output)
        request.options = try fixture.options()
        request.format = format
        do {
            let result = try RebuildRun(request).run()
            #expect(result.format == format)
            let digest = try DigestRun(path: output, options: fixture.options()).run().hex
            #expect(digest == (try fixture.digest()))
            #expect(try CheckRun(path: output, depth: .values).run().damage == nil)
        } catch let error as RecoveryError {
            #expect(error.kind == .failure)
            #expect(error.cause.contains("cannot hold"), "\(error)")
            // Function libraries belong to no key.
            #expect(error.key != nil || error.cause.contains("function"), "\(error)")
            #expect(try !Self.mustHold(fixture, format), "\(error)")
            #expect(!FileBytes.exists(output))
        }
    }

    /// Whether the format is at least as new as the server's own, in the same family.
    private static func mustHold(_ fixture: Fixture, _ format: FormatVersion) throws -> Bool {
        let own = FormatVersion.target(try fixture.profile())
        guard own.dialect == format.dialect else { return own.number <= 11 }
        return own.number <= format.number
    }
}
