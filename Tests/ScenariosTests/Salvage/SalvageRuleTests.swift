import RedoubtRecovery
import RedoubtTestSupport
import Testing

/// What the report says of keys for which no checksum vouches.
@Suite("The rules of a salvage")
struct SalvageRuleTests {
    private static let end: [UInt8] = [255, 0, 0, 0, 0, 0, 0, 0, 0]

    private func key(_ name: String, _ value: String = "some value") -> [UInt8] {
        [0, UInt8(name.utf8.count)] + Array(name.utf8) + [UInt8(value.utf8.count)]
            + Array(value.utf8)
    }

    private func keys(_ prefix: String, _ count: Int) -> [UInt8] {
        (0..<count).flatMap { key("\(prefix):\($0)") }
    }

    private func database(_ number: UInt8, keys count: UInt8) -> [UInt8] {
        [254, number, 251, count, 0]
    }

    private func salvage(
        _ bytes: [UInt8],
        _ folder: TemporaryFolder
    ) throws -> (report: SalvageReport, saved: KeyTable) {
        let source = try folder.write(Array("REDIS0011".utf8) + bytes, to: "damaged.rdb")
        let request = SalvageRequest(path: source, output: folder.path("saved.rdb"))
        let report = try SalvageRun(request).run()
        return (report, try KeyTable(FileBytes.read(folder.path("saved.rdb"))))
    }

    @Test("keys behind a lost number of a database are suspect, and belong to the one between")
    func lostDatabase() throws {
        let lost = [UInt8](repeating: 0x2D, count: 5)
        let bytes =
            database(0, keys: 20) + keys("a", 20) + lost + keys("b", 20) + database(2, keys: 5)
            + keys("c", 5) + Self.end
        let (report, saved) = try salvage(bytes, TemporaryFolder())
        #expect(report.keyCount == 45)
        #expect(report.suspects.count { $0.doubt == .database } == 20)
        #expect(saved.records.keys.count { $0.database == 1 } == 20)
        #expect(saved.records.keys.count { $0.database == 0 } == 20)
    }

    @Test("a database with another count than announced is suspect")
    func count() throws {
        let bytes =
            database(0, keys: 20) + keys("a", 19) + database(1, keys: 20) + keys("b", 20)
            + Self.end
        let (report, _) = try salvage(bytes, TemporaryFolder())
        #expect(report.suspects.allSatisfy { $0.doubt == .count })
        #expect(report.counts.suspect == 19)
        #expect(report.counts.unverified == 20)
    }

    @Test("keys that a damaged length swallowed are found again")
    func swallowed() throws {
        var bytes = database(0, keys: 60) + keys("a", 60)
        // The length of the first value takes in what follows, up to the middle of another key.
        bytes[5 + 2 + 3] = 0x43
        let (report, saved) = try salvage(bytes + Self.end, TemporaryFolder())
        #expect(saved.records.count == 59)
        #expect(report.spans.map(\.key?.key.printable) == ["a:0"])
        #expect(report.lostByteCount == 16)
    }

    @Test("of two keys of one name one is kept")
    func duplicates() throws {
        let bytes = database(0, keys: 21) + keys("a", 20) + key("a:3", "other") + Self.end
        let (report, saved) = try salvage(bytes, TemporaryFolder())
        #expect(report.duplicates.map(\.key.key.printable) == ["a:3"])
        #expect(report.keyCount == 20)
        #expect(saved.records.count == 20)
        #expect(!report.isClean)
    }

    @Test("a value that no server loads is left out")
    func unloadable() throws {
        let twice: [UInt8] = [2, 1, UInt8(ascii: "s"), 2, 1, 0x78, 1, 0x78]
        let bytes = database(0, keys: 4) + keys("a", 3) + twice + Self.end
        let (report, saved) = try salvage(bytes, TemporaryFolder())
        #expect(report.unloadable.map(\.key.key.printable) == ["s"])
        #expect(saved.records.count == 3)
    }

    @Test("bytes that are all zero are no keys")
    func zeros() throws {
        let bytes =
            database(0, keys: 40) + keys("a", 20) + [UInt8](repeating: 0, count: 100)
            + keys("b", 20) + Self.end
        let (report, saved) = try salvage(bytes, TemporaryFolder())
        #expect(saved.records.keys.count { !$0.key.isEmpty } >= 39)
        #expect(report.keyCount == saved.records.count)
    }
}
