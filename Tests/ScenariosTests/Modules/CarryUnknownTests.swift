import RedoubtTestSupport
import Testing

/// A command of a module in the log: never guessed, never dropped.
@Suite("A command that is not known")
struct CarryUnknownTests {
    private let folder: TemporaryFolder
    private let before = LogText.commands("SET a 1", "SELECT 3", "SET b 2")
    private let module = LogText.commands("JSON.SET doc $ {}")

    init() throws {
        folder = try TemporaryFolder()
    }

    private func rebuild(_ log: String, _ options: String...) throws -> BuiltTool.Result {
        try BuiltTool.run(["rebuild", "--log", log, "-o", folder.path("out")] + options)
    }

    private func increment() throws -> [UInt8] {
        try FileBytes.read(folder.path("out/appendonly.aof.1.incr.aof"))
    }

    /// The digest of what the base holds.
    private func baseDigest() throws -> String {
        try BuiltTool.run(["digest", folder.path("out/appendonly.aof.1.base.rdb")]).lastLine
    }

    private func digest(_ log: [UInt8]) throws -> String {
        let path = try folder.write(log, to: "expected.aof")
        return try BuiltTool.run(["digest", path, "--as", "redis-6.2"]).lastLine
    }

    @Test(
        "stops the run with its name, its key, its offset, its module and the way out",
        arguments: [
            ("JSON.SET doc $ {}", "JSON.SET doc", "RedisJSON"),
            ("TS.ADD t 1 2", "TS.ADD t", "RedisTimeSeries"),
            ("bf.add filter x", "bf.add filter", "RedisBloom"),
            ("FT.CREATE idx", "FT.CREATE idx", "RediSearch"),
            ("VADD v FP32 x e", "VADD v", "vector sets"),
        ]
    )
    func stop(_ command: String, _ shown: String, _ module: String) throws {
        let log = try folder.write(before + LogText.commands(command, "SET c 1"), to: "m.aof")
        let result = try rebuild(log)
        #expect(result.exitCode == 1)
        for part in [shown, module, "offset \(before.count)", "--carry-unknown"] {
            #expect(result.errorText.contains(part), "\(result.errorText)")
        }
        #expect(!FileBytes.exists(folder.path("out")))
    }

    @Test("is carried over with all that follows, byte for byte, behind its database")
    func carried() throws {
        let annotated = before + Array("#TS:1700000000\r\n".utf8)
        let rest =
            module + Array("#TS:1700000001\r\n".utf8)
            + LogText.commands("set c 1", "MULTI", "INCR c", "EXEC")
        let cut = LogText.commands("MULTI", "INCR c")
        let log = try folder.write(annotated + rest + cut, to: "m.aof")
        let result = try rebuild(log, "--carry-unknown")
        #expect(result.exitCode == 3)
        #expect(result.errorText.contains("offset \(annotated.count)"), "\(result.errorText)")
        #expect(result.errorText.contains("1 JSON.SET"), "\(result.errorText)")
        #expect(result.errorText.contains("\(cut.count) bytes"), "\(result.errorText)")
        let head = Array("#TS:1700000000\r\n".utf8) + LogText.commands("SELECT 3")
        #expect(try increment() == head + rest)
        #expect(try baseDigest() == digest(before))
    }

    @Test("is carried over with the whole of its transaction")
    func transaction() throws {
        let rest = LogText.commands("MULTI", "SET c 1", "JSON.SET doc $ {}", "EXEC", "SET d 1")
        let log = try folder.write(before + rest, to: "m.aof")
        #expect(try rebuild(log, "--carry-unknown").exitCode == 3)
        #expect(try increment() == LogText.commands("SELECT 3") + rest)
        #expect(try baseDigest() == digest(before))
    }

    @Test("of one file is followed by the other files, each from database 0 on")
    func files() throws {
        let files = [before + module, LogText.commands("SET x 1", "SELECT 2", "SET y 1")]
        for (index, bytes) in files.enumerated() {
            _ = try folder.write(bytes, to: "dir/appendonly.aof.\(index + 1).incr.aof")
        }
        let manifest =
            "file appendonly.aof.1.incr.aof seq 1 type i\n"
            + "file appendonly.aof.2.incr.aof seq 2 type i\n"
        _ = try folder.write(Array(manifest.utf8), to: "dir/appendonly.aof.manifest")
        let result = try rebuild(folder.path("dir"), "--carry-unknown", "--json")
        #expect(result.exitCode == 3)
        #expect(result.outputText.contains(#""command" : "JSON.SET""#), "\(result.outputText)")
        let expected =
            LogText.commands("SELECT 3") + module + LogText.commands("SELECT 0") + files[1]
        #expect(try increment() == expected)
    }

    @Test("that does not come leaves an empty increment")
    func none() throws {
        let log = try folder.write(before, to: "plain.aof")
        #expect(try rebuild(log, "--carry-unknown", "--as", "redis-6.2").exitCode == 0)
        #expect(try increment().isEmpty)
        let whole = try BuiltTool.run(["digest", folder.path("out"), "--as", "redis-6.2"])
        #expect(try whole.lastLine == digest(before))
    }

    @Test("leaves a directory alone that holds a log")
    func occupied() throws {
        let manifest = Array("file a.1.incr.aof seq 1 type i\n".utf8)
        _ = try folder.write(manifest, to: "out/a.manifest")
        let log = try folder.write(before + module, to: "m.aof")
        let result = try rebuild(log, "--carry-unknown")
        #expect(result.exitCode == 2)
        #expect(result.errorText.contains("a.manifest"), "\(result.errorText)")
        #expect(try FileBytes.read(folder.path("out/a.manifest")) == manifest)
    }
}
