import RedoubtAOF
import RedoubtBytes
import RedoubtKeyspace
import RedoubtRecovery
import RedoubtTestSupport
import RedoubtValues
import Testing

/// A snapshot that is written as a log, and the log replayed, is the same dataset.
@Suite("A snapshot fixture that is written as a log")
struct LogFormFixtureTests {
    @Test("keeps its digest and its content", arguments: Fixture.snapshots)
    func log(_ fixture: Fixture) throws {
        let folder = try TemporaryFolder()
        let options = try fixture.options()
        let profile = try fixture.profile()
        let dataset = try DatasetLoader(options).load(path: fixture.files().subject)
        let path = try folder.write(
            written(dataset.keyspace, for: profile),
            to: "appendonly.aof"
        )
        #expect(try DigestRun(path: path, options: options).run().hex == fixture.digest())
        #expect(try CheckRun(path: path, depth: .values).run().damage == nil)

        let comparison = ContentComparison(
            try fixture.expected(),
            server: profile,
            isReplayed: false
        )
        let replayed = try DatasetLoader(options).load(path: path)
        let lines = try comparison.differences(from: replayed.keyspace)
        #expect(lines.isEmpty, "\(lines.prefix(5).joined(separator: "\n"))")
        #expect(replayed.replay?.failedCount == 0)
    }

    private func written(
        _ keyspace: borrowing Keyspace,
        for profile: ServerProfile
    ) throws -> [UInt8] {
        var rewrite = RewriteVisitor(ByteBuilder(capacity: 1 << 16), target: profile)
        for library in keyspace.functions { try rewrite.function(library.value.bytes) }
        for number in keyspace.databaseNumbers {
            try rewrite.selectDatabase(number)
            for entry in keyspace[database: number].entries {
                try rewrite.beginKey(entry.key.bytes, entry.value.attributes)
                try entry.value.value.visit(&rewrite)
                try rewrite.endKey()
            }
        }
        let written = try rewrite.finish()
        return written.bytes.array
    }
}
