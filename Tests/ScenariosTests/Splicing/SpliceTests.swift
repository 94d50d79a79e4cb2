import RedoubtBytes
import RedoubtRDB
import RedoubtRecovery
import RedoubtTestSupport
import RedoubtValues
import Testing

/// A rebuild that copies what a log does not touch, against one that loads everything.
@Suite("A spliced snapshot")
struct SpliceTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    @discardableResult
    private func compare(
        _ snapshot: [UInt8],
        _ log: [UInt8]?,
        format: FormatVersion? = nil
    ) throws -> RebuildResult {
        try SpliceComparison(folder: folder).run(snapshot, log, format: format)
    }

    private func dataset(_ seed: UInt64, _ format: FormatVersion) throws -> [UInt8] {
        try SpliceComparison.dataset(seed, format)
    }

    @Test("is the dataset that loading everything gives, for random logs", arguments: 1...60)
    func random(seed: UInt64) throws {
        let formats: [FormatVersion] = [.redis(7), .redis(9), .redis(10), .redis(12), .valkey(80)]
        let format = formats[Int(seed) % formats.count]
        let log = RandomTail(seed: seed).commands(count: Int(seed % 7) * 12)
        try compare(dataset(seed, format), log)
    }

    @Test("is the same without a log, in its own version and in others", arguments: 1...12)
    func versions(seed: UInt64) throws {
        let pairs: [(FormatVersion, FormatVersion)] = [
            (.redis(9), .redis(9)), (.redis(9), .redis(11)), (.redis(11), .redis(10)),
            (.redis(10), .valkey(80)), (.redis(6), .redis(12)), (.redis(7), .redis(6)),
        ]
        let (source, target) = pairs[Int(seed) % pairs.count]
        try compare(dataset(seed, source), nil, format: target)
    }

    @Test(
        "follows what becomes of whole databases",
        arguments: [
            ["SWAPDB 0 1"], ["SWAPDB 0 1", "SWAPDB 1 2", "SELECT 2", "SET new 1"],
            ["FLUSHALL", "SET new 1"], ["SELECT 1", "FLUSHDB"],
            ["SWAPDB 0 3", "SELECT 3", "FLUSHDB"],
            ["FLUSHDB", "SWAPDB 0 1", "SELECT 1", "SET a 1"], ["SWAPDB 1 1", "SWAPDB x 1"],
            ["MULTI", "FLUSHALL", "DISCARD", "SET a 1"], ["MULTI", "SELECT 1", "FLUSHDB", "EXEC"],
            ["SET a 1", "MULTI", "FLUSHALL"], ["FLUSHALL NOPE", "SELECT 99999999999", "SET a 1"],
        ]
    )
    func databases(_ commands: [String]) throws {
        try compare(dataset(3, .redis(10)), commands.flatMap { LogText.commands($0) })
    }

    @Test("keeps the bytes of what is not touched")
    func bytes() throws {
        let base = try SnapshotBytes.strings(["a": "1", "b": "2", "c": "3"])
        let result = try compare(base, LogText.commands("SET b 5"))
        #expect(result.splice?.copiedKeyCount == 2)
        #expect(result.splice?.loadedKeyCount == 1)
        let output = try FileBytes.read(folder.path("true.rdb"))
        for key in ["a", "c"] {
            let record = try SnapshotBytes.record(key, "\(key == "a" ? 1 : 3)")
            #expect(output.firstRange(of: record) != nil, "\(key)")
        }
    }

    @Test("loads what the patterns of SORT may name")
    func patterns() throws {
        let base = try SnapshotBytes.strings(
            ["w_1": "5", "w_2": "4", "o_1": "x", "o_2": "y", "other": "z"]
        )
        let log = LogText.commands("RPUSH l 1 2", "SORT l BY w_* GET o_* STORE sorted")
        let result = try compare(base, log)
        #expect(result.splice?.copiedKeyCount == 1)
    }

    @Test("is not tried where a script may touch any key, which the result says")
    func scripts() throws {
        let base = try SnapshotBytes.strings(["a": "1", "b": "2"])
        let script: ByteString = "return redis.call('set',KEYS[1]..'x','1')"
        let log = LogText.command(["EVAL", script, "1", "a"])
        let result = try compare(base, log)
        #expect(result.splice?.copiedKeyCount == 0)
        #expect(result.splice?.widening?.contains("EVAL") == true)
    }

    @Test("a key that stands twice is refused with its offset, touched or not")
    func duplicates() throws {
        for log in [nil, LogText.commands("SET b 1"), LogText.commands("APPEND twice 1")] {
            let keys = [("a", "1"), ("twice", "2"), ("b", "3"), ("twice", "4")]
            let base = try folder.write(SnapshotBytes.strings(keys), to: "twice.rdb")
            let tail = try log.map { try folder.write($0, to: "tail.aof") }
            var request = RebuildRequest(snapshot: base, log: tail, output: folder.path("out.rdb"))
            if tail != nil { request.alignment = .assumed }
            do throws(RecoveryError) {
                _ = try RebuildRun(request).run()
                Issue.record("a snapshot with a key that stands twice was rebuilt")
            } catch {
                #expect(error.key?.key == "twice")
                #expect(error.offset != nil)
            }
            #expect(!FileBytes.exists(folder.path("out.rdb")))
        }
    }

    @Test("a key that stands twice in a compressed snapshot is told of under the snapshot's name")
    func compressedDuplicates() throws {
        let keys = [("a", "1"), ("twice", "2"), ("b", "3"), ("twice", "4")]
        let plain = try SnapshotBytes.strings(keys)
        let base = try folder.write(Compressed.lz4(plain), to: "twice.rdb.lz4")
        let tail = try folder.write(LogText.commands("APPEND twice 1"), to: "tail.aof")
        var request = RebuildRequest(snapshot: base, log: tail, output: folder.path("out.rdb"))
        request.alignment = .assumed
        do throws(RecoveryError) {
            _ = try RebuildRun(request).run()
            Issue.record("a snapshot with a key that stands twice was rebuilt")
        } catch {
            #expect(error.key == RecoveryError.KeyName(database: 0, key: "twice"))
            #expect(error.file == base)
        }
        #expect(!FileBytes.exists(folder.path("out.rdb")))
    }

    @Test("a wrong checksum is refused, and nothing is written")
    func checksum() throws {
        var base = try dataset(1, .redis(10))
        base[base.count - 1] ^= 1
        let path = try folder.write(base, to: "wrong.rdb")
        let request = RebuildRequest(snapshot: path, log: nil, output: folder.path("out.rdb"))
        #expect(throws: RecoveryError.self) { try RebuildRun(request).run() }
        #expect(!FileBytes.exists(folder.path("out.rdb")))
    }
}
