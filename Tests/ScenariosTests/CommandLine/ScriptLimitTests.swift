import RedoubtTestSupport
import Testing

/// A script in a log may be endless: the run ends, and the user sets how soon.
@Suite("Limits of scripts")
struct ScriptLimitTests {
    private static func log(_ script: String, in folder: TemporaryFolder) throws -> String {
        let words = ["EVAL", script, "0"]
        let record = "*3\r\n" + words.map { "$\($0.utf8.count)\r\n\($0)\r\n" }.joined()
        return try folder.write(Array(record.utf8), to: "appendonly.aof")
    }

    @Test("A script beyond the instructions that are allowed stops the run with its offset")
    func instructions() throws {
        let folder = try TemporaryFolder()
        let log = try Self.log("for i = 1, 100000 do end return redis.call('incr','n')", in: folder)
        #expect(try BuiltTool.run(["digest", log]).exitCode == 0)
        let result = try BuiltTool.run(["digest", log, "--script-instructions", "50000"])
        #expect(result.exitCode == 1)
        #expect(result.errorText.contains("more instructions than allowed"))
        #expect(result.errorText.contains("offset 0"), "\(result.errorText)")
    }

    @Test("A script beyond the memory that is allowed stops a rebuild, and nothing is written")
    func memory() throws {
        let folder = try TemporaryFolder()
        let log = try Self.log("redis.call('set','k',('x'):rep(3000000))", in: folder)
        let output = folder.path("out.rdb")
        let arguments = ["rebuild", "--log", log, "-o", output]
        let result = try BuiltTool.run(arguments + ["--script-memory", "2"])
        #expect(result.exitCode == 1)
        #expect(result.errorText.contains("more memory than allowed"))
        #expect(!FileBytes.exists(output))
        #expect(try BuiltTool.run(arguments).exitCode == 0)
    }

    @Test("Limits that are none are wrong usage")
    func usage() throws {
        for option in ["--script-instructions", "--script-memory"] {
            #expect(try BuiltTool.run(["digest", "x", option, "0"]).exitCode == 2)
        }
    }
}
