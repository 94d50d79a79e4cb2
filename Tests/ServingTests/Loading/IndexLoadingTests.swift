import Foundation
import RedoubtBytes
import RedoubtKeyspace
import RedoubtRDB
import RedoubtRecovery
import RedoubtServing
import RedoubtTestSupport
import RedoubtValues
import Testing

@Suite("A snapshot with an index beside it")
struct IndexLoadingTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    @Test("is there at once, with the server's digest", arguments: Fixture.snapshots)
    func fixture(_ fixture: Fixture) throws {
        let path = try folder.write(Array(Data(contentsOf: url(fixture))), to: "dump.rdb")
        var request = DatasetRequest(snapshot: path, log: nil)
        request.options = LoadOptions(server: ServerProfile(fixture.server))
        try SnapshotIndex.write(of: path)
        var fed = try Fed(request)
        #expect(fed.stepNames == ["planned", "index", "indexed", "finished"])
        try fed.finish()
        #expect(try fed.digest() == ExpectedDataset.header(of: fixture).digest)
        var other = try Fed(DatasetRequest(snapshot: path, log: nil))
        try other.finish()
        request.usesIndex = false
        var read = try Fed(request)
        try read.finish()
        #expect(read.keyspace.functions.count == other.keyspace.functions.count)
        #expect(read.keyspace.auxiliaries.count == other.keyspace.auxiliaries.count)
        #expect(read.keyspace.moduleAuxiliaries.count == other.keyspace.moduleAuxiliaries.count)
    }

    @Test("becomes with a log what a rebuild makes of it", arguments: UInt64(1)...40)
    func logTail(_ seed: UInt64) throws {
        let base = try snapshot(seed)
        try SnapshotIndex.write(of: base)
        let commands = RandomTail(seed: seed).commands(count: Int(seed % 7) * 5 + 1)
        let tail = try folder.write(commands, to: "tail.aof")
        var request = DatasetRequest(snapshot: base, log: tail)
        request.alignment = .assumed
        var rebuild = RebuildRequest(snapshot: base, log: tail, output: folder.path("rebuilt.rdb"))
        rebuild.alignment = .assumed
        _ = try RebuildRun(rebuild).run()
        var fed = try Fed(request)
        #expect(fed.stepNames.contains("index"))
        #expect(!fed.stepNames.contains("places"))
        try fed.finish()
        #expect(try fed.digest() == DigestRun(path: rebuild.output).run().hex)
    }

    @Test("is read where the index has a bit that is not right", arguments: UInt64(1)...20)
    func bitFlips(_ seed: UInt64) throws {
        let base = try snapshot(seed)
        try SnapshotIndex.write(of: base)
        var sound = try Fed(DatasetRequest(snapshot: base, log: nil))
        try sound.finish()
        let digest = try sound.digest()
        let index = ColdIndex.path(beside: base)
        let bytes = Array(try Data(contentsOf: URL(filePath: index)))
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<20 {
            var changed = bytes
            switch Int.random(in: 0..<4, using: &generator) {
            case 0: changed.removeLast(Int.random(in: 1...changed.count, using: &generator))
            case 1: changed += [UInt8](repeating: 0, count: 8)
            default:
                let bit = Int.random(in: 0..<(bytes.count * 8), using: &generator)
                changed[bit / 8] ^= 1 << UInt8(bit % 8)
            }
            try Data(changed).write(to: URL(filePath: index))
            var fed = try Fed(DatasetRequest(snapshot: base, log: nil))
            #expect(!fed.stepNames.contains("index"))
            try fed.finish()
            #expect(try fed.digest() == digest)
        }
    }

    @Test("is read where the index is of another snapshot")
    func stale() throws {
        let base = try snapshot(1)
        try SnapshotIndex.write(of: base)
        let index = Array(try Data(contentsOf: URL(filePath: ColdIndex.path(beside: base))))
        // The same bytes in a new file, which nobody has read.
        let bytes = Array(try Data(contentsOf: URL(filePath: base)))
        let copy = try folder.write(bytes, to: "copy.rdb")
        try folder.write(index, to: "copy.rdb.redoubt-index")
        #expect(try Fed(DatasetRequest(snapshot: copy, log: nil)).stepNames.contains("places"))
        try Data(bytes + [0]).write(to: URL(filePath: base))
        #expect(try Fed(DatasetRequest(snapshot: base, log: nil)).stepNames.contains("places"))
    }

    @Test("is not written where the snapshot is damaged")
    func damaged() throws {
        let base = try snapshot(2)
        var bytes = Array(try Data(contentsOf: URL(filePath: base)))
        bytes[bytes.count / 2] ^= 0x10
        let path = try folder.write(bytes, to: "damaged.rdb")
        #expect(throws: RecoveryError.self) { try SnapshotIndex.write(of: path) }
        #expect(!FileManager.default.fileExists(atPath: ColdIndex.path(beside: path)))
    }

    private func snapshot(_ seed: UInt64) throws -> String {
        let features: RandomDataset.Features = [.streams, .millisecondExpiries, .evictionHints]
        let dataset = RandomDataset(seed: seed, keyCount: 120, features: features)
        return try folder.write(
            dataset.written(.redis(10), RDBWriterOptions()),
            to: "base-\(seed).rdb"
        )
    }

    private func url(_ fixture: Fixture) throws -> URL {
        URL(filePath: try fixture.files().subject)
    }
}
