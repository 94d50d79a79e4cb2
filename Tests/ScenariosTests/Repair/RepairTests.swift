import RedoubtBytes
import RedoubtTestSupport
import Testing

/// Damage whose every consequence is known, repaired with the built tool.
@Suite("A repair")
struct RepairTests {
    private let folder: TemporaryFolder
    private let before = LogText.commands("SELECT 0", "SET a 1", "SET b 2", "SET c 3")
    private let behind = LogText.commands("SET d 4", "SET e 5", "SET f 6", "SET g 7")

    init() throws {
        folder = try TemporaryFolder()
    }

    /// What a repair wrote and said.
    private struct Outcome {
        let bytes: [UInt8]
        let result: BuiltTool.Result
        var text: String { result.outputText }
    }

    private func repair(_ bytes: [UInt8], _ options: String...) throws -> Outcome {
        let path = try folder.write(bytes, to: "damaged.aof")
        let output = folder.path("repaired.aof")
        let result = try BuiltTool.run(["repair", path, "--output", output] + options)
        #expect(try FileBytes.read(path) == bytes, "the source is never changed")
        let dry = try BuiltTool.run(["repair", path, "--dry-run"] + options)
        #expect(dry.exitCode == result.exitCode && dry.output == result.output)
        return Outcome(bytes: try FileBytes.read(output), result: result)
    }

    @Test("of a sound log is a copy")
    func sound() throws {
        let outcome = try repair(before + behind)
        #expect(outcome.bytes == before + behind)
        #expect(outcome.result.exitCode == 0)
        #expect(outcome.text.contains("sound"))
    }

    @Test(
        "keeps everything around damage and names the keys",
        arguments: [0, 1, 2, 4, 5, 9, 13, 14, 26, 27, 28]
    )
    func middle(place: Int) throws {
        var command = LogText.commands("SET damaged value")
        command[place] = 0
        let outcome = try repair(before + command + behind)
        #expect(outcome.bytes == before + behind)
        #expect(outcome.result.exitCode == 3)
        #expect(outcome.text.contains("offset \(before.count) to \(before.count + command.count)"))
        // Without the name of the command its keys can't be told.
        #expect(outcome.text.contains("database 0, \"damaged\"") == (place != 9))
        #expect(!outcome.text.contains("a SELECT may be lost"))
    }

    @Test("drops a command that is cut off at the end")
    func tail() throws {
        let command = LogText.commands("SET torn value")
        for size in 1..<command.count {
            let outcome = try repair(before + command.prefix(size))
            #expect(outcome.bytes == before, "\(size)")
            #expect(outcome.text.contains("the end is cut off"), "\(size)")
        }
    }

    @Test("finds a command whose length swallows others, or leaves something behind")
    func wrongLength() throws {
        let sound = LogText.commands("SET damaged hello")
        let head = sound.dropLast("$5\r\nhello\r\n".utf8.count)
        for wrong in ["$4", "$6", "$9", "$1"] {
            let command = head + Array("\(wrong)\r\nhello\r\n".utf8)
            let outcome = try repair(before + command + behind)
            #expect(outcome.bytes == before + behind, "\(wrong): \(outcome.text)")
            #expect(outcome.text.contains("\"damaged\""), "\(wrong): \(outcome.text)")
        }
    }

    @Test("finds a command whose number of arguments is wrong", arguments: [2, 4, 9])
    func wrongCount(count: Int) throws {
        let sound = LogText.commands("DEL one two")
        let outcome = try repair(before + Array("*\(count)".utf8) + sound.dropFirst(2) + behind)
        #expect(outcome.bytes == before + behind)
        #expect(outcome.text.contains("database 0, \"one\""))
    }

    @Test("takes no commands from a damaged value", arguments: ["", "and more"])
    func embedded(rest: String) throws {
        let inner = LogText.commands("FLUSHALL", "SET a x", "SET b y", "DEL c", "SET d z")
        let value = ByteString(inner + Array(rest.utf8))
        let whole = LogText.command(["SET", "log", value])
        let start = whole.count - value.count - 2
        // The mark, a digit, or the line end in front of the value; or the line end behind it.
        for place in [start - 6, start - 4, start - 2, start - 1, whole.count - 2] {
            var command = whole
            command[place] = 0
            let outcome = try repair(before + command + behind)
            let isTolerated = outcome.bytes == before + command + behind
            #expect(outcome.bytes == before + behind || isTolerated, "\(place - start)")
        }
        let cut = try repair(before + whole.dropLast(5))
        #expect(cut.bytes == before)
        #expect(cut.result.errorText.contains("--search-cut-value"))
        let taken = try repair(before + whole.dropLast(5), "--search-cut-value")
        #expect(taken.bytes.count > before.count)
    }

    @Test("writes JSON with a version")
    func json() throws {
        let outcome = try repair(before + [0, 0, 0] + behind, "--json")
        #expect(outcome.text.contains("\"schema\" : \"redoubt.repair.v1\""))
        #expect(outcome.text.contains("\"damagedStart\" : \(before.count)"))
        #expect(outcome.text.contains("\"sound\" : false"))
    }

    @Test("keeps commands that are not known, unless it is told otherwise")
    func unknown() throws {
        let bytes = before + LogText.commands("FROBNICATE k v") + behind
        let kept = try repair(bytes)
        #expect(kept.bytes == bytes)
        #expect(kept.result.exitCode == 3)
        #expect(kept.result.errorText.contains("FROBNICATE"))
        #expect(try repair(bytes, "--drop-unknown").bytes == before + behind)
        let module = before + LogText.commands("JSON.SET k $ 1") + behind
        #expect(try repair(module).result.exitCode == 0)
    }

    @Test("drops a command whose name no command can have")
    func brokenName() throws {
        var command = LogText.commands("SET damaged value")
        command[9] = 0xFF
        #expect(try repair(before + command + behind).bytes == before + behind)
    }

    @Test("keeps annotations, and tells the time of a hole")
    func annotations() throws {
        let stamp = Array("#TS:1700000000\r\n".utf8)
        let outcome = try repair(before + stamp + Array("junk".utf8) + stamp + behind)
        #expect(outcome.bytes == before + stamp + stamp + behind)
        #expect(outcome.text.contains("2023-11-14T22:13:20Z"))
        #expect(try repair(before + stamp.dropLast(3)).bytes == before)
    }

    @Test("refuses what it cannot read twice, and the source as its output")
    func refusals() throws {
        let path = try folder.write(before, to: "plain.aof")
        let output = folder.path("out.aof")
        let packed = try folder.write(Compressed.gzip(path), to: "packed.aof.gz")
        #expect(try BuiltTool.run(["repair", packed, "-o", output]).exitCode == 1)
        #expect(try BuiltTool.run(["repair", "-", "-o", output], input: before).exitCode == 2)
        #expect(try BuiltTool.run(["repair", path, "-o", path]).exitCode == 2)
        #expect(try BuiltTool.run(["repair", path]).exitCode == 2)
        let snapshot = try SmallFixture.named("redis-7.0-types.rdb").path
        #expect(try BuiltTool.run(["repair", snapshot, "-o", output]).exitCode == 1)
        #expect(!FileBytes.exists(output))
    }
}
