import Foundation
import RedoubtBytes
import RedoubtRDB
import RedoubtRecovery
import RedoubtTestSupport
import RedoubtValues
import Testing

/// In a process of its own, whose memory no other test shares.
@Suite("The memory of a check")
struct CheckMemoryTests {
    @Test("does not follow the size of a log")
    func log() async {
        await #expect(processExitsWith: .success) {
            let growth = try CheckGrowth.ofLog()
            exit(growth < CheckGrowth.max ? EXIT_SUCCESS : EXIT_FAILURE)
        }
    }

    @Test("does not follow the size of a snapshot")
    func snapshot() async {
        await #expect(processExitsWith: .success) {
            let growth = try CheckGrowth.ofSnapshot()
            exit(growth < CheckGrowth.max ? EXIT_SUCCESS : EXIT_FAILURE)
        }
    }
}

/// How much memory a check of a file of 100 MB needs beyond what the process had.
private enum CheckGrowth {
    static let max = 32 << 20

    private static let fileSize = 100_000_000
    private static let value = String(repeating: "v", count: 1000)

    static func ofLog() throws -> Int {
        let folder = try TemporaryFolder()
        let record = LogText.commands("SET key \(value)")
        let path = try folder.write([], to: "large.aof")
        let file = try FileHandle(forWritingTo: URL(filePath: path))
        let chunk = Data([[UInt8]](repeating: record, count: 1000).joined())
        for _ in 0..<(fileSize / chunk.count) { try file.write(contentsOf: chunk) }
        try file.close()
        return try growth(path)
    }

    static func ofSnapshot() throws -> Int {
        let folder = try TemporaryFolder()
        var writer = try RDBWriter(
            AtomicFile(path: folder.path("large.rdb")),
            format: .redis(11),
            options: RDBWriterOptions(compresses: false)
        )
        try writer.selectDatabase(0, keyCount: 0, expiringCount: 0)
        let text = ByteString(value)
        for number in 0..<(fileSize / text.count) {
            let key = ByteString(decimal: Int64(number))
            try writer.encodeKey(key.bytes, KeyAttributes()) { (encoder) throws(Fault) in
                try encoder.begin(.string, countHint: nil, encoding: .plain)
                encoder.string(text.bytes)
                try encoder.end()
            }
        }
        try writer.finish().commit()
        return try growth(folder.path("large.rdb"))
    }

    private static func growth(_ path: String) throws -> Int {
        let before = try PeakMemory.now()
        for depth in [CheckRun.Depth.structure, .values] {
            guard try CheckRun(path: path, depth: depth).run().damage == nil else {
                throw TestFailure("\(path) is damaged")
            }
        }
        return try PeakMemory.now() - before
    }
}
