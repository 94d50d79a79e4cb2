import RedoubtTestSupport
import Testing

/// A snapshot and a log are joined only where it is certain that one begins where the other ends.
@Suite("Joining a snapshot with a log")
struct JoinGuardTests {
    /// A log of three commands and a transaction, with the offsets between them.
    private struct Joined {
        let folder: TemporaryFolder
        let snapshot: String
        let log: String
        let afterFirst: Int
        let insideTransaction: Int
        let end: Int

        init() throws {
            folder = try TemporaryFolder()
            snapshot = try SmallFixture.named("redis-7.0-empty.rdb").path
            let first = LogText.commands("SELECT 3", "INCR counter")
            let second = LogText.commands("INCR counter", "MULTI")
            let third = LogText.commands("INCR counter", "EXEC")
            log = try folder.write(first + second + third, to: "appendonly.aof")
            afterFirst = first.count
            insideTransaction = first.count + second.count
            end = first.count + second.count + third.count
        }

        func rebuild(_ options: String...) throws -> BuiltTool.Result {
            try BuiltTool.run(
                ["rebuild", "--snapshot", snapshot, "--log", log, "-o", output] + options
            )
        }

        var output: String { folder.path("out.rdb") }

        /// The digest of database 3 with a counter.
        func digest(counter: Int) throws -> String {
            let log = try folder.write(
                LogText.commands("SELECT 3", "SET counter \(counter)"),
                to: "expected.aof"
            )
            return try BuiltTool.run(["digest", log]).lastLine
        }

        func outputDigest() throws -> String {
            try BuiltTool.run(["digest", output]).lastLine
        }
    }

    @Test("is refused without proof, with the ways out")
    func unproven() throws {
        let joined = try Joined()
        let result = try joined.rebuild()
        #expect(result.exitCode == 2)
        #expect(result.output.isEmpty)
        for way in ["--log-from", "--assume-aligned", "leave --snapshot out", "twice"] {
            #expect(result.errorText.contains(way), "\(way)")
        }
        #expect(!FileBytes.exists(joined.output))
    }

    @Test("replays the whole log when it is said to be aligned")
    func assumed() throws {
        let joined = try Joined()
        #expect(try joined.rebuild("--assume-aligned").exitCode == 0)
        #expect(try joined.outputDigest() == joined.digest(counter: 3))
    }

    @Test("replays from an offset, in the database that is selected there")
    func offset() throws {
        let joined = try Joined()
        let result = try joined.rebuild("--log-from", "\(joined.afterFirst)")
        #expect(result.exitCode == 0, "\(result.errorText)")
        #expect(try joined.outputDigest() == joined.digest(counter: 2))
        #expect(try joined.rebuild("--log-from", "0").exitCode == 0)
        #expect(try joined.outputDigest() == joined.digest(counter: 3))
        #expect(try joined.rebuild("--log-from", "\(joined.end)").exitCode == 0)
        let empty = try SmallFixture.named("redis-7.0-empty.rdb").digest
        #expect(try joined.outputDigest() == empty)
    }

    @Test("is refused at an offset that is not between two commands")
    func misplaced() throws {
        let joined = try Joined()
        let wrong = [
            (joined.afterFirst + 3, "inside a command"), (joined.end + 1, "ends before"),
            (joined.insideTransaction, "transaction is open"),
        ]
        for (offset, cause) in wrong {
            let result = try joined.rebuild("--log-from", "\(offset)")
            #expect(result.exitCode == 2, "\(offset)")
            #expect(result.errorText.contains(cause), "\(result.errorText)")
            #expect(result.errorText.contains("--log-from"), "\(result.errorText)")
        }
        #expect(try joined.rebuild("--log-from", "-1").exitCode == 2)
        #expect(try joined.rebuild("--log-from", "x").exitCode == 2)
        #expect(try joined.rebuild("--log-from", "5", "--assume-aligned").exitCode == 2)
        #expect(!FileBytes.exists(joined.output))
    }

    @Test("takes FILE:OFFSET in a directory")
    func directory() throws {
        let folder = try TemporaryFolder()
        let name = "appendonly.aof"
        try folder.write(LogText.commands("SELECT 0", "INCR a"), to: "dir/\(name).1.incr.aof")
        try folder.write(LogText.commands("SELECT 0", "INCR b"), to: "dir/\(name).2.incr.aof")
        let manifest = (1...2).map { "file \(name).\($0).incr.aof seq \($0) type i\n" }.joined()
        try folder.write(Array(manifest.utf8), to: "dir/\(name).manifest")
        let arguments = [
            "rebuild", "--snapshot", try SmallFixture.named("redis-7.0-empty.rdb").path, "--log",
            folder.path("dir"), "-o", folder.path("out.rdb"), "--log-from",
        ]
        let ambiguous = try BuiltTool.run(arguments + ["0"])
        #expect(ambiguous.exitCode == 2)
        #expect(ambiguous.errorText.contains("\(name).2.incr.aof:0"))
        #expect(try BuiltTool.run(arguments + ["absent.aof:0"]).exitCode == 2)
        #expect(try BuiltTool.run(arguments + ["\(name).2.incr.aof:0"]).exitCode == 0)
        let log = try folder.write(LogText.commands("SET b 1"), to: "b.aof")
        let digests = try [folder.path("out.rdb"), log].map {
            try BuiltTool.run(["digest", "--as", "redis-7.0", $0]).lastLine
        }
        #expect(digests[0] == digests[1])
    }

    @Test("needs a snapshot and a log")
    func missing() throws {
        let joined = try Joined()
        let output = ["-o", joined.output]
        #expect(try BuiltTool.run(["rebuild"] + output).exitCode == 2)
        #expect(
            try BuiltTool.run(["rebuild", "--log", joined.log, "--log-from", "0"] + output)
                .exitCode == 2
        )
        let alone = ["rebuild", "--snapshot", joined.snapshot, "--assume-aligned"] + output
        #expect(try BuiltTool.run(alone).exitCode == 2)
        #expect(!FileBytes.exists(joined.output))
    }
}
