import RedoubtTestSupport
import Testing

/// The command as a user runs it.
@Suite("The salvage command")
struct SalvageCommandTests {
    /// A folder with a damaged file.
    private struct Case {
        let folder: TemporaryFolder
        let source: String
        let output: String

        init(_ bytes: [UInt8]) throws {
            folder = try TemporaryFolder()
            source = try folder.write(bytes, to: "dump.rdb")
            output = folder.path("saved.rdb")
        }

        func salvage(_ options: [String] = []) throws -> BuiltTool.Result {
            try BuiltTool.run(["salvage", source, "--output", output] + options)
        }
    }

    private static let names = [
        "redis-6.2-types.rdb", "redis-7.0-types.rdb", "valkey-9.1-types.rdb",
    ]

    private func digest(_ path: String, like name: String) throws -> String {
        let server = name.split(separator: "-").prefix(2).joined(separator: "-")
        return try BuiltTool.run(["digest", path, "--as", server]).lastLine
    }

    @Test("copies a sound file, and says nothing against it", arguments: names)
    func sound(_ name: String) throws {
        let fixture = try SmallFixture.named(name)
        let bytes = try fixture.bytes()
        let one = try Case(bytes)
        let result = try one.salvage()
        #expect(result.exitCode == 0, "\(result.errorText)")
        #expect(result.errors.isEmpty)
        #expect(try FileBytes.read(one.source) == bytes)
        #expect(try digest(one.output, like: name) == fixture.digest)
    }

    @Test("finds a changed byte by the checksum, and puts it right", arguments: names)
    func changedByte(_ name: String) throws {
        let fixture = try SmallFixture.named(name)
        var bytes = try fixture.bytes()
        let offset = bytes.count / 2
        let old = bytes[offset]
        bytes[offset] ^= 0x20
        let one = try Case(bytes)
        let result = try one.salvage()
        #expect(result.exitCode == 3)
        let change = hex(bytes[offset]) + " was " + hex(old)
        #expect(result.outputText.contains("offset \(offset): \(change)"))
        #expect(try digest(one.output, like: name) == fixture.digest)
        #expect(try BuiltTool.run(["check", "--deep", one.output]).exitCode == 0)
    }

    private func hex(_ byte: UInt8) -> String {
        "0x" + String(byte, radix: 16, uppercase: true)
    }

    @Test("does not put it right where it is told not to")
    func noRepair() throws {
        var bytes = try SmallFixture.named("redis-7.0-strings.rdb").bytes()
        // The last letter of a string: nothing but the checksum shows it.
        let letters = UInt8(ascii: "a")...UInt8(ascii: "z")
        let record = try KeyTable(bytes).records.values.first {
            $0.bytes[0] == 0 && letters.contains($0.bytes[$0.bytes.count - 1])
        }
        bytes[try #require(record).range.upperBound - 1] = UInt8(ascii: "0")
        let one = try Case(bytes)
        let result = try one.salvage(["--no-repair", "--json"])
        #expect(result.exitCode == 3)
        #expect(result.outputText.contains("\"repaired\" : false"))
        #expect(result.outputText.contains("\"schema\" : \"redoubt.salvage.v1\""))
        #expect(result.outputText.contains("\"proven\" : 0"))
        #expect(result.outputText.contains("\"intact\" : 0"))
        #expect(result.outputText.contains("\"doubt\" : \"anywhere\""))
    }

    @Test("loses no key by a damaged header, a lost end or a wrong checksum", arguments: names)
    func aroundTheKeys(_ name: String) throws {
        let fixture = try SmallFixture.named(name)
        let bytes = try fixture.bytes()
        var header = bytes
        for index in 0..<9 { header[index] = UInt8(ascii: "#") }
        var checksum = bytes
        for index in (bytes.count - 8)..<bytes.count { checksum[index] ^= 0x5A }
        for damaged in [header, checksum, Array(bytes.dropLast(9)), Array(bytes.dropLast(3))] {
            let one = try Case(damaged)
            let result = try one.salvage()
            #expect(result.exitCode == 3)
            #expect(try digest(one.output, like: name) == fixture.digest)
        }
    }

    @Test("writes nothing in a dry run, and says the same")
    func dryRun() throws {
        var bytes = try SmallFixture.named("redis-7.0-types.rdb").bytes()
        for index in 700..<800 { bytes[index] = 0 }
        let one = try Case(bytes)
        let dry = try BuiltTool.run(["salvage", one.source, "--dry-run", "--partial-values"])
        #expect(!FileBytes.exists(one.output))
        let wet = try one.salvage(["--partial-values"])
        #expect(dry.exitCode == 3)
        #expect(wet.exitCode == 3)
        #expect(wet.outputText.hasPrefix(dry.outputText.trimmingSuffix { $0 == "\n" }))
        #expect(dry.errorText == wet.errorText)
    }

    @Test("leaves suspects out where it is told to")
    func withoutSuspects() throws {
        var bytes = try SmallFixture.named("redis-7.0-types.rdb").bytes()
        for index in 700..<800 { bytes[index] = 0 }
        let one = try Case(bytes)
        let result = try one.salvage(["--without-suspects", "--json"])
        #expect(result.exitCode == 3)
        let kept = try KeyTable(FileBytes.read(one.output)).records.count
        #expect(result.outputText.contains("\"intact\" : \(kept)"))
    }

    @Test("refuses what makes no sense")
    func usage() throws {
        let bytes = try SmallFixture.named("redis-7.0-types.rdb").bytes()
        let one = try Case(bytes)
        #expect(try BuiltTool.run(["salvage", one.source]).exitCode == 2)
        #expect(try BuiltTool.run(["salvage", one.source, "-o", one.source]).exitCode == 2)
        #expect(try FileBytes.read(one.source) == bytes)
        let packed = try Case([0x1F, 0x8B, 8, 0])
        #expect(try packed.salvage().exitCode == 2)
        #expect(try BuiltTool.run(["salvage", "/nowhere", "-o", one.output]).exitCode == 1)
    }

    @Test("gives up on what holds no key")
    func nothing() throws {
        for bytes in [[], Array("REDIS0011".utf8), [UInt8](repeating: 0x2D, count: 5000)] {
            let one = try Case(bytes)
            #expect(try one.salvage().exitCode == 20)
            #expect(!FileBytes.exists(one.output))
        }
    }

    @Test(
        "tells how to join the log behind a snapshot, which gives the whole dataset",
        arguments: [1, 9]
    )
    func preamble(_ damagedCount: Int) throws {
        let fixture = try SmallFixture.named("redis-6.2-log-rdb-base.aof")
        var bytes = try FileBytes.read(fixture.path)
        // One byte of a key, or all of the end mark and the checksum.
        let log = try #require(Self.logOffset(in: bytes))
        let damage = damagedCount == 1 ? 300..<301 : (log - 9)..<log
        for index in damage { bytes[index] ^= 0x55 }
        let one = try Case(bytes)
        let result = try one.salvage(["--json"])
        #expect(result.exitCode == 3)
        let text = result.outputText
        let offset = try #require(
            text.firstMatch(of: #/"logOffset" : (\d+)/#).flatMap { Int($0.1) }
        )
        #expect(offset == log)
        let tail = try one.folder.write(Array(bytes[offset...]), to: "tail.aof")
        let joined = one.folder.path("joined.rdb")
        let rebuilt = try BuiltTool.run([
            "rebuild", "--snapshot", one.output, "--log", tail, "--assume-aligned", "--output",
            joined,
        ])
        #expect(rebuilt.exitCode == 0)
        #expect(try digest(joined, like: fixture.name) == fixture.digest)
    }

    /// Where the commands begin in a log with a preamble.
    private static func logOffset(in bytes: [UInt8]) -> Int? {
        let select = Array("*2\r\n$6\r\nSELECT".utf8)
        return bytes.indices.first { bytes[$0...].starts(with: select) }
    }
}

extension StringProtocol {
    /// Without the last characters that match.
    fileprivate func trimmingSuffix(while matches: (Character) -> Bool) -> String {
        var text = String(self)
        while let last = text.last, matches(last) { text.removeLast() }
        return text
    }
}
