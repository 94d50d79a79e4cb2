import RedoubtBytes
import RedoubtRDB
import RedoubtRecovery
import RedoubtTestSupport
import Testing

/// A snapshot that is read and written again holds the same dataset.
@Suite("A snapshot fixture that is written again")
struct RewriteFixtureTests {
    @Test("in its own version keeps its digest", arguments: Fixture.snapshots)
    func sameVersion(_ fixture: Fixture) throws {
        let folder = try TemporaryFolder()
        let options = try fixture.options()
        var request = RebuildRequest(
            snapshot: try fixture.files().subject,
            log: nil,
            output: folder.path("first.rdb")
        )
        request.options = options
        _ = try RebuildRun(request).run()
        #expect(
            try DigestRun(path: request.output, options: options).run().hex == fixture.digest()
        )
        let first = try FileBytes.read(request.output)

        request.snapshot = request.output
        request.output = folder.path("second.rdb")
        _ = try RebuildRun(request).run()
        #expect(try FileBytes.read(request.output) == first)
    }

    @Test(
        "keeps its digest whether values are copied or encoded anew",
        arguments: Fixture.snapshots
    )
    func manners(_ fixture: Fixture) throws {
        let profile = try fixture.profile()
        let dataset = try DatasetLoader(fixture.options()).load(path: try fixture.files().subject)
        let format = try #require(dataset.origin.format)
        let digest = try fixture.digest()
        let encoded = try SnapshotBytes.write(dataset.keyspace, format: format, .encoding)
        #expect(try SnapshotBytes.digest(ByteWindow(encoded), profile) == digest)
        let copied = try SnapshotBytes.write(dataset.keyspace, format: format, .copying)
        #expect(try SnapshotBytes.digest(ByteWindow(copied), profile) == digest)
        let again = try SnapshotBytes.write(dataset.keyspace, format: format, .encoding)
        #expect(again == encoded)
    }
}
