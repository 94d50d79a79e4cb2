import Foundation
import RedoubtBytes
import RedoubtCommands
import RedoubtRecovery
import RedoubtTestSupport
import RedoubtValues
import Testing

/// Logs that are replayed up to a place, or without some of their commands.
@Suite("A rewound log")
struct RewindTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private static func stamp(_ seconds: Int64) -> [UInt8] { Array("#TS:\(seconds)\r\n".utf8) }

    /// Rebuilds key by key and in order, with the same result.
    private func rebuild(
        _ log: String,
        snapshot: String? = nil,
        _ change: (inout LoadOptions) throws -> Void
    ) throws -> (keys: [String], result: RebuildResult) {
        var digests: [String] = []
        var results: [RebuildResult] = []
        let output = folder.path("out.rdb")
        for splices in [false, true] {
            try? FileManager.default.removeItem(atPath: output)
            var request = RebuildRequest(snapshot: snapshot, log: log, output: output)
            if snapshot != nil { request.alignment = .assumed }
            request.splices = splices
            try change(&request.options)
            results.append(try RebuildRun(request).run())
            digests.append(try DigestRun(path: output).run().hex)
        }
        #expect(digests[0] == digests[1])
        #expect(results[0].rewind?.excepted == results[1].rewind?.excepted)
        return (try keys(of: output), results[1])
    }

    private func keys(of path: String) throws -> [String] {
        let dataset = try DatasetLoader().load(path: path)
        return dataset.keyspace.databaseNumbers.flatMap { number in
            dataset.keyspace[database: number].entries.map { "\(number):\($0.key.printable)" }
        }.sorted()
    }

    private func refusal(
        _ log: String,
        snapshot: String? = nil,
        _ change: (inout LoadOptions) throws -> Void
    ) throws -> RecoveryError? {
        var request = RebuildRequest(snapshot: snapshot, log: log, output: folder.path("no.rdb"))
        if snapshot != nil { request.alignment = .assumed }
        try change(&request.options)
        defer { #expect(!FileBytes.exists(folder.path("no.rdb"))) }
        do throws(RecoveryError) {
            _ = try RebuildRun(request).run()
            return nil
        } catch {
            #expect(error.kind == .usage)
            return error
        }
    }

    private func pattern(_ text: String) throws -> CommandPattern {
        try #require(CommandPattern(text))
    }

    // MARK: Times

    @Test(
        "ends before the first annotation behind the time",
        arguments: [
            (100, ["0:a"]), (104, ["0:a"]), (105, ["0:a", "0:b"]), (109, ["0:a", "0:b"]),
            (110, ["0:a", "0:b", "0:d", "0:e"]), (10_000, ["0:a", "0:b", "0:d", "0:e", "0:f"]),
        ] as [(Int64, [String])]
    )
    func times(time: Int64, expected: [String]) throws {
        let log =
            Self.stamp(100) + LogText.commands("SET a 1") + Self.stamp(105)
            + LogText.commands("SET b 1") + Self.stamp(110)
            + LogText.commands("MULTI", "SET d 1", "SET e 1", "EXEC") + Self.stamp(120)
            + LogText.commands("SET f 1")
        let path = try folder.write(log, to: "log.aof")
        let (keys, result) = try rebuild(path) { $0.rewind = .time(time) }
        #expect(keys == expected)
        #expect((result.rewind?.end == nil) == (time == 10_000))
        #expect(result.rewind?.time == (time == 10_000 ? 120 : time / 5 * 5))
    }

    @Test("keeps nothing of a transaction in which the time ends")
    func annotatedTransaction() throws {
        let head = Self.stamp(100) + LogText.commands("SET a 1")
        let log =
            head + LogText.commands("MULTI", "SET b 1") + Self.stamp(200)
            + LogText.commands("SET c 1", "EXEC", "SET d 1")
        let path = try folder.write(log, to: "log.aof")
        let (keys, result) = try rebuild(path) { $0.rewind = .time(150) }
        #expect(keys == ["0:a"])
        #expect(result.rewind?.end == LogPosition(offset: head.count))
    }

    @Test("is refused for a time before the log's first, and without any annotation")
    func unknownTimes() throws {
        let plain = try folder.write(LogText.commands("SET a 1"), to: "plain.aof")
        let refused = try refusal(plain) { $0.rewind = .time(100) }
        #expect(refused?.description.contains("no time annotations") == true)
        #expect(refused?.file == plain)
        let late = try folder.write(
            LogText.commands("SET a 1") + Self.stamp(200) + LogText.commands("SET b 1"),
            to: "late.aof"
        )
        #expect(try refusal(late) { $0.rewind = .time(199) } != nil)
        #expect(try rebuild(late) { $0.rewind = .time(200) }.keys == ["0:a", "0:b"])
    }

    @Test("reaches back to when the snapshot in front of it was written, and no further")
    func snapshotTime() throws {
        let base = try SmallFixture.named("redis-7.0-types.rdb").bytes()
        let snapshot = try folder.write(base, to: "base.rdb")
        let created = try #require(
            try DatasetLoader().load(path: snapshot).origin.createdAtMs.map { $0 / 1000 }
        )
        let log = Self.stamp(created + 50) + LogText.commands("SELECT 9", "SET later 1")
        let path = try folder.write(log, to: "tail.aof")
        let before = try keys(of: snapshot)
        let (keys, _) = try rebuild(path, snapshot: snapshot) { $0.rewind = .time(created + 10) }
        #expect(keys == before)
        let refused = try refusal(path, snapshot: snapshot) { $0.rewind = .time(created - 1) }
        #expect(refused?.description.contains("\(created)") == true)
    }

    // MARK: Offsets

    @Test("ends at an offset between two commands")
    func offsets() throws {
        let first = LogText.commands("SET a 1")
        let second = LogText.commands("SET b 1")
        let path = try folder.write(first + second, to: "log.aof")
        for (offset, expected) in [
            (0, []), (first.count, ["0:a"]), (first.count + second.count, ["0:a", "0:b"]),
        ] as [(Int, [String])] {
            let (keys, result) = try rebuild(path) {
                $0.rewind = .position(LogPosition(offset: offset))
            }
            #expect(keys == expected)
            #expect(result.rewind?.end == LogPosition(offset: offset))
        }
    }

    @Test("is refused inside a command, inside a transaction, and behind the end")
    func wrongOffsets() throws {
        let head = LogText.commands("SET a 1")
        let multi = LogText.commands("MULTI")
        let log = head + multi + LogText.commands("SET b 1", "EXEC")
        let path = try folder.write(log, to: "log.aof")
        func refused(_ offset: Int) throws -> String {
            let error = try refusal(path) { $0.rewind = .position(LogPosition(offset: offset)) }
            return error?.description ?? "not refused"
        }
        #expect(try refused(5).contains("--until-offset 0 "))
        #expect(try refused(5).contains("--until-offset \(head.count) "))
        let inside = try refused(head.count + multi.count)
        #expect(inside.contains("transaction") && inside.contains("--until-offset \(head.count) "))
        #expect(try refused(log.count + 1).contains("--until-offset \(log.count) "))
    }

    @Test("may end in any file of a log, and what comes behind need not be sound")
    func files() throws {
        let base = try SmallFixture.named("redis-7.0-types.rdb").bytes()
        let first = LogText.commands("SELECT 7", "SET a 1", "FLUSHALL", "SELECT 7", "SET b 1")
        try folder.write(base, to: "log/x.1.base.rdb")
        try folder.write(first, to: "log/x.1.incr.aof")
        try folder.write(LogText.commands("SET c 1"), to: "log/x.2.incr.aof")
        try folder.write([1, 2, 3], to: "log/x.3.incr.aof")
        let manifest =
            "file x.1.base.rdb seq 1 type b\nfile x.1.incr.aof seq 1 type i\n"
            + "file x.2.incr.aof seq 2 type i\nfile x.3.incr.aof seq 3 type i\n"
        try folder.write(Array(manifest.utf8), to: "log/x.manifest")
        let log = folder.path("log")
        let flush = LogText.commands("SELECT 7", "SET a 1").count
        let before = try rebuild(log) { $0.rewind = .before(try pattern("FLUSHALL"), number: 1) }
        #expect(before.keys.contains("7:a") && before.keys.count > 1)
        #expect(before.result.rewind?.end == LogPosition(file: "x.1.incr.aof", offset: flush))
        #expect(before.result.rewind?.command == "FLUSHALL")
        let second = LogPosition(file: "x.2.incr.aof", offset: 0)
        #expect(try rebuild(log) { $0.rewind = .position(second) }.keys == ["7:b"])
        let last = LogPosition(file: "x.2.incr.aof", offset: LogText.commands("SET c 1").count)
        #expect(try rebuild(log) { $0.rewind = .position(last) }.keys == ["0:c", "7:b"])
        let unnamed = try refusal(log) { $0.rewind = .position(LogPosition(offset: 0)) }
        #expect(unnamed?.remedies.contains("--until-offset x.1.incr.aof:0") == true)
    }

    // MARK: Commands

    @Test("ends before the last command that fits, or before the one with a number")
    func matches() throws {
        let log = LogText.commands(
            "SET a 1",
            "FLUSHDB",
            "SET b 1",
            "MULTI",
            "SET c 1",
            "FLUSHDB",
            "EXEC",
            "SET d 1"
        )
        let path = try folder.write(log, to: "log.aof")
        #expect(
            try rebuild(path) { $0.rewind = .before(try pattern("flush*"), number: nil) }.keys
                == ["0:b"]
        )
        #expect(
            try rebuild(path) { $0.rewind = .before(try pattern("FLUSHDB"), number: 1) }.keys
                == ["0:a"]
        )
        #expect(
            try rebuild(path) { $0.rewind = .before(try pattern("SET d"), number: nil) }.keys == []
        )
        let none = try refusal(path) { $0.rewind = .before(try pattern("GET x"), number: nil) }
        #expect(none?.description.contains("no command fits") == true)
        let few = try refusal(path) { $0.rewind = .before(try pattern("FLUSHDB"), number: 3) }
        #expect(few?.description.contains("only 2") == true)
    }

    @Test("leaves commands out and lists each, but never those that give others their meaning")
    func exceptions() throws {
        let head = Self.stamp(100) + LogText.commands("SELECT 3", "SET user:1 a", "SET other b")
        let flush = head + Self.stamp(110) + LogText.commands("MULTI", "SET user:2 c")
        let log = flush + LogText.commands("FLUSHDB", "EXEC", "DEL user:1", "NOSUCHCOMMAND x")
        let path = try folder.write(log, to: "log.aof")
        let (keys, result) = try rebuild(path) {
            $0.exceptions = [
                try pattern("FLUSH*"), try pattern("DEL user:*"), try pattern("S* 3"),
                try pattern("MULTI"), try pattern("E*"), try pattern("NOSUCHCOMMAND"),
            ]
        }
        #expect(keys == ["3:other", "3:user:1", "3:user:2"])
        #expect(result.rewind?.exceptedCount == 3)
        #expect(
            result.rewind?.excepted.map(\.text) == ["FLUSHDB", "DEL user:1", "NOSUCHCOMMAND x"]
        )
        #expect(result.rewind?.excepted.first?.offset == flush.count)
        #expect(result.rewind?.excepted.first?.time == 110)
        #expect(result.replay?.transactions == 1)
    }

    @Test("is not asked for without a log, with --carry-unknown, or over standard input")
    func contradictions() throws {
        let snapshot = try folder.write(
            try SmallFixture.named("redis-7.0-types.rdb").bytes(),
            to: "base.rdb"
        )
        var request = RebuildRequest(snapshot: snapshot, log: nil, output: folder.path("o"))
        request.options.rewind = .time(5)
        #expect(throws: RecoveryError.self) { try RebuildRun(request).run() }
        var options = LoadOptions()
        options.rewind = .time(5)
        #expect(throws: RecoveryError.self) {
            try DigestRun(path: snapshot, options: options).run()
        }
        let log = try folder.write(Self.stamp(5) + LogText.commands("SET a 1"), to: "log.aof")
        var carrying = RebuildRequest(snapshot: nil, log: log, output: folder.path("o"))
        carrying.carriesUnknown = true
        carrying.options.exceptions = [try pattern("SET")]
        #expect(throws: RecoveryError.self) { try RebuildRun(carrying).run() }
        let piped = try Shell.run("cat \"$1\" | \"$0\" digest --until 5 -", [log])
        #expect(piped.exitCode == 2)
    }

    // MARK: The command

    @Test("is what the command line asks for, and the report tells")
    func command() throws {
        let log =
            Self.stamp(1_700_000_000) + LogText.commands("SET a 1") + Self.stamp(1_700_000_060)
            + LogText.commands("SET b 1", "DEL a")
        let path = try folder.write(log, to: "log.aof")
        let output = folder.path("out.rdb")
        for time in ["1700000059", "2023-11-14T22:14:19Z", "2023-11-14T23:14:19+01:00"] {
            let run = try BuiltTool.run(["rebuild", "--log", path, "-o", output, "--until", time])
            #expect(run.exitCode == 0)
            #expect(run.outputText.contains("until       "), "\(run.outputText)")
            #expect(run.outputText.contains("2023-11-14T22:13:20Z"))
            #expect(try keys(of: output) == ["0:a"])
        }
        let except = try BuiltTool.run(
            ["rebuild", "--log", path, "-o", output, "--except", "DEL a", "--json"]
        )
        #expect(
            except.outputText.contains("\"exceptedCount\":1")
                || except.outputText.contains("\"exceptedCount\" : 1")
        )
        #expect(try keys(of: output) == ["0:a", "0:b"])
        for wrong in [
            ["--until", "yesterday"], ["--until", "2023-11-14T22:14:19"], ["--nth", "1"],
            ["--until", "5", "--before", "DEL"], ["--before", " "],
        ] {
            let run = try BuiltTool.run(["rebuild", "--log", path, "-o", output] + wrong)
            #expect(run.exitCode != 0, "\(wrong)")
        }
    }
}
