import Foundation
import RedoubtBytes
import RedoubtTestSupport
import Testing

/// Logs of several files, and logs with a snapshot in front.
@Suite("A repaired directory")
struct RepairedDirectoryTests {
    private let folder: TemporaryFolder
    private let name = "shop.aof"
    private let first = LogText.commands("SELECT 2", "SET a 1", "SET b 2", "SET c 3")
    private let second = LogText.commands("SELECT 0", "SET d 4", "SET e 5", "SET f 6")
    private let base: [UInt8]

    init() throws {
        folder = try TemporaryFolder()
        base = try SmallFixture.named("redis-7.0-types.rdb").bytes()
    }

    /// Writes a directory with a base and two increments, and answers its path.
    private func directory(
        base: [UInt8]? = nil,
        first: [UInt8]? = nil,
        second: [UInt8]? = nil,
        manifest: String? = nil
    ) throws -> String {
        try folder.write(base ?? self.base, to: "log/\(name).4.base.rdb")
        try folder.write(first ?? self.first, to: "log/\(name).7.incr.aof")
        try folder.write(second ?? self.second, to: "log/\(name).8.incr.aof")
        let lines =
            "file \(name).4.base.rdb seq 4 type b\nfile \(name).7.incr.aof seq 7 type i\n"
            + "file \(name).8.incr.aof seq 8 type i\n"
        try folder.write(Array((manifest ?? lines).utf8), to: "log/\(name).manifest")
        return folder.path("log")
    }

    private func repair(_ path: String) throws -> BuiltTool.Result {
        try? FileManager.default.removeItem(atPath: folder.path("out"))
        return try BuiltTool.run(["repair", path, "-o", folder.path("out")])
    }

    private func written(_ file: String) throws -> [UInt8] {
        try FileBytes.read(folder.path("out/\(name).\(file)"))
    }

    private func digest(_ path: String) throws -> String {
        try BuiltTool.run(["digest", path]).lastLine
    }

    @Test("has the sound files byte for byte, and gives the digest of what is left")
    func damagedIncrement() throws {
        let junk = [UInt8](repeating: 7, count: 30)
        let expected = try digest(directory())
        let path = try directory(first: first + junk + LogText.commands("SET a 9", "EXEC"))
        let result = try repair(path)
        #expect(result.exitCode == 3)
        #expect(try written("1.base.rdb") == base)
        #expect(try written("1.incr.aof") == first)
        #expect(try written("2.incr.aof") == second)
        #expect(try digest(folder.path("out")) == expected)
        #expect(try BuiltTool.run(["check", folder.path("out")]).exitCode == 0)
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path("out"))
        #expect(names.count == 4)
    }

    @Test("is a copy of a sound one, and is not written over a log")
    func sound() throws {
        let path = try directory()
        #expect(try repair(path).exitCode == 0)
        #expect(try digest(folder.path("out")) == digest(path))
        let again = try BuiltTool.run(["repair", path, "-o", folder.path("out")])
        #expect(again.exitCode == 2)
        #expect(try BuiltTool.run(["repair", path, "-o", path]).exitCode == 2)
    }

    @Test("drops a torn end in any file, not only in the last")
    func tornInTheMiddle() throws {
        let path = try directory(first: first + LogText.commands("SET torn 1").dropLast(3))
        #expect(try BuiltTool.run(["digest", path]).exitCode == 20)
        #expect(try repair(path).exitCode == 3)
        #expect(try written("1.incr.aof") == first)
        #expect(try BuiltTool.run(["digest", folder.path("out")]).exitCode == 0)
    }

    @Test("does without a file that is missing, and says so")
    func missing() throws {
        let path = try directory()
        try FileManager.default.removeItem(atPath: folder.path("log/\(name).7.incr.aof"))
        let result = try repair(path)
        #expect(result.exitCode == 3)
        #expect(result.errorText.contains("\(name).7.incr.aof"), "\(result.errorText)")
        #expect(try written("1.incr.aof") == second)
    }

    @Test("is not guessed where the manifest is damaged")
    func manifest() throws {
        let result = try repair(directory(manifest: "file \(name).4.base.rdb seq 4 type ?\n"))
        #expect(result.exitCode == 20)
        #expect(result.errorText.contains("manifest"))
        #expect(!FileBytes.exists(folder.path("out")))
    }

    @Test("keeps a damaged base as it is, repairs the rest, and names salvage")
    func damagedBase() throws {
        var damaged = base
        damaged[damaged.count / 2] ^= 0xFF
        let path = try directory(base: damaged, second: second + [0, 0, 0])
        let result = try repair(path)
        #expect(result.exitCode == 20)
        #expect(result.errorText.contains("salvage"))
        #expect(try written("1.base.rdb") == damaged)
        #expect(try written("2.incr.aof") == second)
    }

    @Test("A single file keeps its snapshot and loses only the damage behind it")
    func preamble() throws {
        let fixture = try SmallFixture.named("redis-6.2-log-rdb-base.aof").bytes()
        let junk = Array("junk".utf8)
        let path = try folder.write(fixture + junk + second, to: "one.aof")
        let output = folder.path("one.repaired")
        #expect(try BuiltTool.run(["repair", path, "-o", output]).exitCode == 3)
        #expect(try FileBytes.read(output) == fixture + second)
    }

    @Test("The commands behind a damaged snapshot are found")
    func damagedPreamble() throws {
        var damaged = base
        damaged[damaged.count / 2] ^= 0xFF
        // The magic, and a type that no server has.
        let others = [[0x53] + base[1...], Array(base[..<60]) + [0x77] + base[60...]]
        for broken in [damaged] + others {
            let path = try folder.write(broken + second + [0, 0, 0] + first, to: "one.aof")
            let output = folder.path("one.repaired")
            let result = try BuiltTool.run(["repair", path, "-o", output])
            #expect(result.exitCode == 20)
            #expect(result.errorText.contains("salvage"))
            #expect(try FileBytes.read(output) == broken + second + first)
        }
    }
}
