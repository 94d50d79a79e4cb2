import RedoubtTestSupport
import Testing

/// What servers do at the end of a log that a crash cut off, and what stops a replay.
@Suite("The end of a log")
struct LogEndTests {
    private let folder: TemporaryFolder
    private let whole = LogText.commands("SELECT 0", "SET kept 1")

    init() throws {
        folder = try TemporaryFolder()
    }

    @Test("that is cut inside a command is dropped with a warning, or refused with --strict")
    func truncated() throws {
        let tail = LogText.commands("SET dropped 1")
        let expected = try digest(whole)
        for size in 1..<tail.count {
            let log = try folder.write(whole + tail.prefix(size), to: "cut.aof")
            let result = try BuiltTool.run(["digest", log])
            #expect(result.exitCode == 3, "\(size)")
            #expect(result.lastLine == expected, "\(size)")
            let dropped = "\(size) bytes from offset \(whole.count)"
            #expect(result.errorText.contains(dropped), "\(result.errorText)")
        }
        let log = try folder.write(whole + tail.dropLast(), to: "cut.aof")
        try expectRefused(log, naming: "offset \(whole.count)")
    }

    @Test("that leaves a transaction open is dropped with a warning, or refused with --strict")
    func openTransaction() throws {
        let tail = LogText.commands("MULTI", "SET dropped 1", "SET dropped 2")
        let log = try folder.write(whole + tail, to: "open.aof")
        let result = try BuiltTool.run(["digest", log])
        #expect(result.exitCode == 3)
        #expect(result.lastLine == (try digest(whole)))
        #expect(result.errorText.contains("transaction, of 2 commands"), "\(result.errorText)")
        let dropped = "\(tail.count) bytes from offset \(whole.count)"
        #expect(result.errorText.contains(dropped), "\(result.errorText)")
        try expectRefused(log, naming: "transaction")
    }

    @Test("of a file that others follow must not be cut")
    func notLast() throws {
        let name = "appendonly.aof"
        try folder.write(whole.dropLast(), to: "dir/\(name).1.incr.aof")
        try folder.write(whole, to: "dir/\(name).2.incr.aof")
        let manifest = (1...2).map { "file \(name).\($0).incr.aof seq \($0) type i\n" }.joined()
        try folder.write(Array(manifest.utf8), to: "dir/\(name).manifest")
        let result = try BuiltTool.run(["digest", folder.path("dir")])
        #expect(result.exitCode == 20)
        #expect(result.errorText.contains("\(name).1.incr.aof"), "\(result.errorText)")
        #expect(result.output.isEmpty)
    }

    @Test("is not reached over an unknown command, which is named with its offset")
    func unknownCommand() throws {
        let log = try folder.write(
            whole + LogText.commands("FROBNICATE kept 1", "SET k 1"),
            to: "unknown.aof"
        )
        let output = folder.path("out.rdb")
        for arguments in [["digest", log], ["rebuild", "--log", log, "-o", output]] {
            let result = try BuiltTool.run(arguments)
            #expect(result.exitCode == 1)
            #expect(result.errorText.contains("FROBNICATE"))
            #expect(result.errorText.contains("offset \(whole.count)"), "\(result.errorText)")
            #expect(result.output.isEmpty)
        }
        #expect(!FileBytes.exists(output))
    }

    @Test("does not hide a command that failed on the server as well")
    func failedCommand() throws {
        let log = try folder.write(
            whole + LogText.commands("LPUSH kept x", "SET other 1"),
            to: "failed.aof"
        )
        #expect(try BuiltTool.run(["digest", log]).exitCode == 0)
        let result = try BuiltTool.run(["rebuild", "--log", log, "-o", folder.path("out.rdb")])
        #expect(result.exitCode == 0)
        #expect(result.outputText.contains("LPUSH"), "\(result.outputText)")
        let expected = try digest(whole + LogText.commands("SET other 1"))
        #expect(try BuiltTool.run(["digest", log]).lastLine == expected)
    }

    @Test("comes after time annotations, which change nothing but the clock")
    func annotations() throws {
        let annotated =
            Array("#TS:1700000000\r\n".utf8) + whole + Array("#TS:1700003600\r\n".utf8)
            + LogText.commands("SET other 1")
        let log = try folder.write(annotated, to: "annotated.aof")
        let result = try BuiltTool.run(["digest", log])
        #expect(result.exitCode == 0)
        #expect(result.lastLine == (try digest(whole + LogText.commands("SET other 1"))))
        let inspection = try BuiltTool.run(["inspect", log]).outputText
        #expect(inspection.contains("2023-11-14T22:13:20Z to 2023-11-14T23:13:20Z"))
        let check = try BuiltTool.run(["check", log])
        #expect(check.exitCode == 0)
    }

    private func digest(_ commands: [UInt8]) throws -> String {
        let log = try folder.write(commands, to: "expected.aof")
        return try BuiltTool.run(["digest", log]).lastLine
    }

    private func expectRefused(_ log: String, naming part: String) throws {
        let output = folder.path("out.rdb")
        for arguments in [["digest", log], ["rebuild", "--log", log, "-o", output]] {
            let result = try BuiltTool.run(arguments + ["--strict"])
            #expect(result.exitCode == 20)
            #expect(result.output.isEmpty)
            #expect(result.errorText.contains(part), "\(result.errorText)")
        }
        #expect(!FileBytes.exists(output))
    }
}
