import Foundation
import RedoubtBytes
import RedoubtRecovery
import RedoubtTestSupport
import Testing

/// A check goes on behind what it has found.
@Suite("Several findings")
struct SeveralFindingsTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    /// Strings `key:0`, `key:1` and so on.
    private static func strings(_ count: Int) throws -> [UInt8] {
        try SnapshotBytes.strings(
            (0..<count).map { ("key:\($0)", "a value that is long enough \($0)") }
        )
    }

    @Test("of lost ends in one snapshot are all told, and the keys around them are read")
    func snapshot() throws {
        var bytes = try Self.strings(300)
        let places = [2000, 6000, 9000]
        for place in places {
            for offset in place..<(place + 40) { bytes[offset] = 0xD7 }
        }
        let path = try folder.write(bytes, to: "dump.rdb")
        let result = try CheckRun(path: path, depth: .values).run()
        let skipped = result.findings.all.compactMap(\.skipped)
        #expect(skipped.count >= places.count)
        for place in places {
            #expect(skipped.contains { $0.overlaps(place..<(place + 40)) }, "\(skipped)")
        }
        #expect(skipped.reduce(0) { $0 + $1.count } < 600)
        #expect(result.files[0].keyCount > 285)
        #expect(result.findings.counts[.checksum] == 1)
    }

    @Test("of one log are those that a repair has to leave out")
    func log() throws {
        let commands = (0..<400).map { "SET key:\($0) value:\($0)" }
        var bytes = LogText.commands("SELECT 0") + commands.flatMap { LogText.commands($0) }
        for place in [3000, 8000] {
            for offset in place..<(place + 30) { bytes[offset] = 0xFF }
        }
        bytes += LogText.commands("FROBNICATE x", "SET last 1").dropLast(3)
        let path = try folder.write(bytes, to: "appendonly.aof")
        let result = try CheckRun(path: path, depth: .values).run()
        let report = try RepairRun(RepairRequest(path: path, output: nil)).run()
        let holes = report.files[0].holes.map(\.damaged)
        #expect(holes.count == 3)
        #expect(result.findings.all.compactMap(\.skipped) == holes)
        #expect(result.findings.counts[.record] == 2)
        #expect(result.findings.counts[.recordCut] == 1)
        #expect(result.findings.counts[.commandUnknown] == 1)
    }

    @Test("of one kind are all counted, and the first are kept")
    func bounded() throws {
        var bytes: [UInt8] = []
        for number in 0..<500 {
            bytes += [2] + HandmadeBytes.text("k\(number)") + [2]
            bytes += HandmadeBytes.text("a") + HandmadeBytes.text("a")
        }
        let path = try folder.write(HandmadeBytes.snapshot(bytes), to: "dump.rdb")
        let result = try CheckRun(path: path, depth: .values).run()
        #expect(result.findings.counts == [.duplicateElement: 500])
        #expect(result.findings.all.count == FindingList.keptMax)
        #expect(result.findings.all.first?.key?.key == "k0")
        let text = try BuiltTool.run(["check", "--deep", path]).outputText
        #expect(text.contains("error: duplicate-element: 500 in all"))
    }

    @Test("of several paths stand in one report, and the worst decides")
    func paths() throws {
        let sound = try SmallFixture.named("redis-7.0-types.rdb")
        let log = try SmallFixture.named("redis-7.0-log-rdb-base").path
        let readOnly = try folder.write(sound.bytes(), to: "read-only.rdb")
        try FileManager.default.setAttributes([.posixPermissions: 0o444], ofItemAtPath: readOnly)
        let packed = try folder.write(Compressed.gzip(sound.path), to: "packed.rdb.gz")
        let absent = folder.path("absent.rdb")
        let torn = try folder.write(Array(sound.bytes().dropLast(30)), to: "torn.rdb")
        let all = [sound.path, log, readOnly, packed]
        #expect(try BuiltTool.run(["check"] + all).exitCode == 0)
        let some = try BuiltTool.run(["check"] + all + [absent])
        #expect(some.exitCode == 1)
        #expect(some.errorText.contains("absent.rdb"))
        let worst = try BuiltTool.run(["check", "--json", absent, torn] + all)
        #expect(worst.exitCode == 20)
        let object = try #require(
            JSONSerialization.jsonObject(with: Data(worst.output)) as? [String: Any]
        )
        #expect(object["sound"] as? Bool == false)
        #expect((object["paths"] as? [String])?.count == 6)
        #expect((object["files"] as? [Any])?.count == 6)
        #expect((object["failures"] as? [Any])?.count == 1)
        let findings = try #require(object["findings"] as? [[String: Any]])
        #expect(findings.first?["kind"] as? String == "cut-off")
        #expect(findings.first?["severity"] as? String == "error")
        #expect(findings.first?["file"] as? String == torn)
    }

    @Test("end where a compressed file is damaged, and what is left unread is told")
    func compressed() throws {
        var bytes = try Self.strings(300)
        for offset in 2000..<2040 { bytes[offset] = 0xD7 }
        let plain = try folder.write(bytes, to: "dump.rdb")
        let path = try folder.write(Compressed.gzip(plain), to: "dump.rdb.gz")
        let result = try CheckRun(path: path).run()
        #expect(result.damage != nil)
        #expect(result.findings.counts[.unread] == 1)
    }

    @Test("of keys that stand twice are told in each database, and left open on a stream")
    func duplicates() throws {
        let name = "duplicate"
        let twice = HandmadeBytes.string(name) + HandmadeBytes.string(name)
        let other: [UInt8] = [0xFE, 7] + HandmadeBytes.string(name)
        let path = try folder.write(HandmadeBytes.snapshot(twice + other + twice), to: "dump.rdb")
        let result = try CheckRun(path: path, depth: .values).run()
        let found = result.findings.all
        #expect(found.map(\.kind) == [.duplicateKey, .duplicateKey, .duplicateKey])
        #expect(found.map { $0.key?.database } == [0, 7, 7])
        let piped = try Shell.run("cat \"$1\" | \"$0\" check --deep -", [path])
        #expect(piped.exitCode == 0)
        #expect(piped.output.contains("notice: duplicates-undecided: -: "))
    }

    @Test("with --target decide whether the server will load the file")
    func target() throws {
        let path = try SmallFixture.named("redis-7.0-types.rdb").path
        let old = try BuiltTool.run(["check", "--target", "redis-6.2", path])
        #expect(old.exitCode == 1)
        #expect(old.outputText.contains("error: target-version: "))
        #expect(old.outputText.contains("redis-6.2: will not load it"))
        let new = try BuiltTool.run(["check", "--target", "valkey-9", path])
        #expect(new.exitCode == 0)
        #expect(new.outputText.contains("valkey-9.0: will load it"))
        let log = try folder.write(
            LogText.commands("JSON.SET k $ 1", "HSETEX h FIELDS 1 f v"),
            to: "a.aof"
        )
        let json = try BuiltTool.run(["check", "--json", "--target", "redis-7.2", log])
        #expect(json.exitCode == 1)
        for kind in ["target-module", "target-command"] {
            #expect(json.outputText.contains("\"kind\" : \"\(kind)\""))
        }
        #expect(json.outputText.contains("\"loads\" : false"))
    }
}
