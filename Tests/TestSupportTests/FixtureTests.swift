import Foundation
import RedoubtBytes
import RedoubtTestSupport
import Testing

@Suite("The fixtures")
struct FixtureTests {
    @Test("There are snapshots and logs, each with its files and a digest", arguments: Fixture.all)
    func complete(fixture: Fixture) throws {
        let files = try fixture.files()
        #expect(FileManager.default.fileExists(atPath: files.subject))
        let expected = try fixture.expected()
        #expect(expected.header.digest.count == 40)
        #expect(expected.databases.values.map(\.count).reduce(0, +) > 300)
        if !fixture.isSnapshot {
            #expect(FileManager.default.fileExists(atPath: try #require(files.beforeTail)))
            #expect(FileManager.default.fileExists(atPath: try #require(files.tail).path))
        }
    }

    @Test("Twelve servers are among the project's fixtures")
    func servers() {
        #expect(Set(Fixture.all.map(\.server)).count == 12)
        #expect(!SmallFixture.all.isEmpty)
    }

    @Test("A key that only the other case has is not taken over from it")
    func differences() throws {
        let log = try Fixture.named("redis-7.0.15", "log").expected()
        #expect(log.databases[0]?["set:ex"] != nil)
        let snapshot = try Fixture.named("redis-7.0.15", "snapshot").expected()
        #expect(snapshot.databases[0]?["set:ex"] == nil)
    }
}
