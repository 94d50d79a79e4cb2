import Foundation
import RedoubtBytes
import RedoubtRDB
import RedoubtRecovery
import RedoubtTestSupport
import RedoubtValues
import Testing

/// Keys that are copied to the output while their snapshot is still being read.
@Suite("An early copy")
struct EarlyCopyTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    /// A snapshot whose databases come in an order, some of them more than once.
    private func snapshot(
        _ databases: [Int],
        keyCount: Int = 200,
        function: ByteString? = nil
    ) throws -> [UInt8] {
        var writer = try RDBWriter(ByteBuilder(), format: .redis(10))
        try writer.auxiliary("redis-ver", "7.0.15")
        if let function { try writer.function(function) }
        for (part, number) in databases.enumerated() {
            try writer.selectDatabase(number, keyCount: keyCount, expiringCount: 0)
            for index in 0..<keyCount {
                try Self.write("\(part):\(index)", to: &writer)
            }
        }
        return try writer.finish().array
    }

    @Test(
        "is the dataset whatever the order of the databases, and whichever the log adds",
        arguments: [
            ([0], ["SET 0:5 x", "DEL 0:7", "SET new 1"]),
            ([0, 1, 2], ["SELECT 1", "SET 1:5 x"]),
            ([3, 1], ["SET a 1"]),
            ([3], ["SET a 1", "SELECT 3", "DEL 0:1"]),
            ([0, 2, 0], ["SET 0:5 x", "SET 2:5 y"]),
            ([2, 0, 2], ["SELECT 2", "SET 0:5 x", "SET 2:5 y"]),
            ([0, 1], ["SWAPDB 0 1", "SET 1:5 x"]),
            ([0, 1], ["FLUSHDB", "SET 0:5 x"]),
            ([0, 1], ["FLUSHALL"]),
            ([1], ["MOVE a 1", "SELECT 1", "MOVE 0:3 0"]),
        ] as [([Int], [String])]
    )
    func databases(_ databases: [Int], _ commands: [String]) throws {
        let log = commands.flatMap { LogText.commands($0) }
        try SpliceComparison(folder: folder).run(snapshot(databases), log)
    }

    @Test("is the same for any number of cores")
    func cores() throws {
        let base = try folder.write(snapshot([0, 1], keyCount: 40_000), to: "base.rdb")
        let log = (0..<400).flatMap { LogText.commands("APPEND 0:\($0 * 97) x") }
        let tail = try folder.write(log, to: "tail.aof")
        var outputs: [[UInt8]] = []
        for jobs in [1, 2, 5] {
            var request = RebuildRequest(snapshot: base, log: tail, output: folder.path("out.rdb"))
            request.alignment = .assumed
            request.options.jobs = jobs
            let result = try RebuildRun(request).run()
            #expect(result.keyCount == 80_000)
            #expect(result.splice?.loadedKeyCount ?? 0 >= 400)
            outputs.append(try FileBytes.read(folder.path("out.rdb")))
        }
        #expect(outputs[0] == outputs[1] && outputs[0] == outputs[2])
    }

    @Test("is dropped where the log changes what stands before the keys")
    func functions() throws {
        let library: ByteString = "#!lua name=one\nredis.register_function('f', function() end)"
        let other: ByteString = "#!lua name=two\nredis.register_function('g', function() end)"
        let log = LogText.command(["FUNCTION", "LOAD", other]) + LogText.commands("SET 0:1 x")
        let result = try SpliceComparison(folder: folder)
            .run(snapshot([0], function: library), log)
        #expect(result.functionCount == 2)
        let deleted = LogText.commands("FUNCTION DELETE one", "SET 0:1 x")
        let rest = try SpliceComparison(folder: folder)
            .run(snapshot([0], function: library), deleted)
        #expect(rest.functionCount == 0)
    }

    @Test("leaves nothing behind when the snapshot or the log turns out damaged", arguments: 0..<3)
    func damage(kind: Int) throws {
        var bytes = try snapshot([0], keyCount: 40_000)
        var log = LogText.commands("SET 0:1 x")
        switch kind {
        case 0: bytes[bytes.count - 1] ^= 1
        case 1: bytes.removeLast(100)
        default: log += LogText.commands("NOSUCHCOMMAND a")
        }
        let base = try folder.write(bytes, to: "base.rdb")
        let tail = try folder.write(log, to: "tail.aof")
        let before = try names()
        var request = RebuildRequest(snapshot: base, log: tail, output: folder.path("out.rdb"))
        request.alignment = .assumed
        #expect(throws: RecoveryError.self) { try RebuildRun(request).run() }
        #expect(try names() == before)
    }

    @Test("does not keep a key that stands twice among a million from being found")
    func duplicateAmongMany() throws {
        var writer = try RDBWriter(ByteBuilder(), format: .redis(10))
        for part in 0..<2 {
            try writer.selectDatabase(part, keyCount: 400_000, expiringCount: 0)
            for index in 0..<400_000 { try Self.write("key:\(index)", to: &writer) }
        }
        let sound = try folder.write(writer.finish().array, to: "sound.rdb")
        let tail = try folder.write(LogText.commands("SET key:5 x"), to: "tail.aof")
        let output = folder.path("out.rdb")
        var request = RebuildRequest(snapshot: sound, log: tail, output: output)
        request.alignment = .assumed
        #expect(try RebuildRun(request).run().keyCount == 800_000)

        writer = try RDBWriter(ByteBuilder(), format: .redis(10))
        try writer.selectDatabase(3, keyCount: 1_000_001, expiringCount: 0)
        for index in 0..<1_000_000 { try Self.write("key:\(index)", to: &writer) }
        let offset = writer.byteCount
        try Self.write("key:77", to: &writer)
        request.snapshot = try folder.write(writer.finish().array, to: "twice.rdb")
        do throws(RecoveryError) {
            _ = try RebuildRun(request).run()
            Issue.record("a snapshot with a key that stands twice was rebuilt")
        } catch {
            #expect(error.key == RecoveryError.KeyName(database: 3, key: "key:77"))
            #expect(error.offset == offset)
        }
    }

    private static func write(_ key: String, to writer: inout RDBWriter<ByteBuilder>) throws {
        try writer.encodeKey(ByteString(key).bytes, KeyAttributes()) { (value) throws(Fault) in
            try value.begin(.string, countHint: nil, encoding: .plain)
            value.string(ByteString("v").bytes)
            try value.end()
        }
    }

    private func names() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path("")).sorted()
    }
}
