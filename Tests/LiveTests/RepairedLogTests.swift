import Foundation
import RedoubtBytes
import RedoubtRecovery
import RedoubtTestSupport
import Testing

/// Repaired logs, loaded by real servers and held against the tool that comes with them.
@Suite("A repaired log on real servers")
struct RepairedLogTests {
    private static let places = [10, 50, 90]
    private static let log = ShopLog(commandCount: 100_000)

    /// Damage to the log: a byte or a page of zeroes.
    private static func damaged(percent: Int, isPage: Bool) -> (bytes: [UInt8], range: Range<Int>) {
        var bytes = log.bytes
        let place = bytes.count * percent / 100
        // The length of a command's first argument, so that the byte is no content.
        let unit = log.units.first { $0.range.lowerBound >= place }
        let start = isPage ? place : (unit?.range.lowerBound ?? place) + 5
        let range = start..<(start + (isPage ? 4096 : 1))
        for index in range { bytes[index] = 0 }
        return (bytes, range)
    }

    @Test(
        "gives the digest of its commands without the damaged ones",
        arguments: [ServerTarget.redis70, .valkey91],
        places
    )
    func digest(target: ServerTarget, percent: Int) throws {
        let folder = try TemporaryFolder()
        let (bytes, range) = Self.damaged(percent: percent, isPage: true)
        let path = try folder.write(bytes, to: "damaged.aof")
        let output = folder.path("repaired.aof")
        _ = try RepairRun(RepairRequest(path: path, output: output)).run()
        let expected = Self.log.bytes(without: range).bytes
        let whole = try folder.write(expected, to: "expected.aof")
        #expect(try target.served(log: output) == target.served(log: whole))
    }

    @Test(
        "that real servers wrote loads after a repair",
        arguments: [ServerTarget.redis70, .valkey91]
    )
    func directory(target: ServerTarget) throws {
        let server = try LiveServer(
            target.kind,
            config: ["appendonly yes", "aof-timestamp-enabled yes"]
        )
        defer { server.stop() }
        for number in 0..<300 {
            try server.expect("SET", "key:\(number)", "value")
            if number % 10 == 0 {
                try server.expect("MULTI")
                try server.expect("INCR", "counter")
                try server.expect("EXEC")
            }
        }
        try server.expect("DEL", "key:150")
        let digest = try server.digest()
        server.stop()
        let folder = try TemporaryFolder()
        let log = server.folder.path("appendonlydir")
        let name = try #require(
            try FileManager.default.contentsOfDirectory(atPath: log).first {
                $0.hasSuffix(".incr.aof")
            }
        )
        // A command is put in whose length is wrong; without it the log is what it was.
        let url = URL(filePath: "\(log)/\(name)")
        var bytes = Array(try Data(contentsOf: url))
        let place = try #require(
            bytes.firstRange(of: Array("*3\r\n$3\r\nSET\r\n$7\r\nkey:150".utf8))
        )
        bytes.insert(
            contentsOf: Array("*3\r\n$3\r\nSET\r\n$9\r\nk\r\n$1\r\nv\r\n".utf8),
            at: place.lowerBound
        )
        try Data(bytes).write(to: url)
        let output = folder.path("out")
        let report = try RepairRun(RepairRequest(path: log, output: output)).run()
        #expect(report.files.map(\.holeCount).reduce(0, +) == 1)
        #expect(try target.served(log: output) == digest)
    }

    @Test("keeps everything that is not damaged, and `redis-check-aof --fix` does not")
    func comparison() throws {
        let folder = try TemporaryFolder()
        var rows: [String] = []
        for isPage in [false, true] {
            for percent in Self.places {
                let (bytes, range) = Self.damaged(percent: percent, isPage: isPage)
                let expected = Self.log.bytes(without: range)
                let path = try folder.write(bytes, to: "damaged.aof")
                let output = folder.path("repaired.aof")
                _ = try RepairRun(RepairRequest(path: path, output: output)).run()
                let repaired = Array(try Data(contentsOf: URL(filePath: output)))
                #expect(repaired == expected.bytes, "\(percent) %, page: \(isPage)")
                let fixed = try folder.write(bytes, to: "fixed.aof")
                try Checker.fix(fixed)
                let theirs = try CheckRun(path: fixed).run().files[0].recordCount ?? 0
                #expect(theirs < expected.commandCount)
                let what = isPage ? "a page of 4096 bytes" : "one byte"
                rows.append("| \(what) at \(percent) % | \(expected.commandCount) | \(theirs) |")
            }
        }
        print(rows.joined(separator: "\n"))
        let document = try String(contentsOf: ProjectFolder.url("docs/repair.md"), encoding: .utf8)
        for row in rows { #expect(document.contains(row), "docs/repair.md lacks: \(row)") }
    }
}
