import RedoubtRecovery
import RedoubtTestSupport
import Testing

/// The content of a file is what the server showed of it through the protocol.
@Suite("The content of every fixture")
struct ContentFixtureTests {
    @Test("is what the server showed, key by key in both directions", arguments: Fixture.all)
    func content(_ fixture: Fixture) throws {
        for path in try fixture.lastFiles() {
            let dataset = try DatasetLoader(fixture.options()).load(path: path)
            let comparison = ContentComparison(
                try fixture.expected(),
                server: try fixture.profile(),
                isReplayed: !path.hasSuffix(".rdb")
            )
            let lines = try comparison.differences(from: dataset.keyspace)
            #expect(lines.isEmpty, "\(path): \(lines.prefix(5).joined(separator: "\n"))")
        }
    }
}
