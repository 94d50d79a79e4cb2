import RedoubtBytes
import RedoubtRecovery
import RedoubtTestSupport
import Testing

/// What a log tells of where one can rewind to.
@Suite("A timeline")
struct TimelineTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private static func stamp(_ seconds: Int) -> [UInt8] { Array("#TS:\(seconds)\r\n".utf8) }

    private func timeline(
        _ bytes: [UInt8],
        _ change: (inout TimelineRequest) -> Void = { _ in }
    ) throws -> Timeline {
        var request = TimelineRequest(path: try folder.write(bytes, to: "log.aof"))
        change(&request)
        return try TimelineRun(request).run()
    }

    @Test("lists the annotated times with the places to cut at")
    func times() throws {
        let head = LogText.commands("SELECT 0", "SET a 1")
        let middle = Self.stamp(100) + LogText.commands("SET b 2", "SET c 3")
        let tail = Self.stamp(107) + LogText.commands("SET d 4")
        let timeline = try timeline(head + middle + tail)
        #expect(timeline.times.map(\.firstTime) == [100, 107])
        #expect(timeline.times.map(\.offset) == [head.count, head.count + middle.count])
        #expect(timeline.times.map(\.commandCount) == [2, 1])
        #expect(timeline.files.map(\.end) == [head.count + middle.count + tail.count])
        #expect(timeline.eventCount == 0 && timeline.damage == nil)
    }

    @Test("never cuts within a transaction")
    func transaction() throws {
        let head = LogText.commands("SET a 1")
        let inside = LogText.commands("MULTI", "SET b 2") + Self.stamp(5)
        let timeline = try timeline(head + inside + LogText.commands("FLUSHDB", "EXEC"))
        #expect(timeline.times.map(\.offset) == [head.count])
        #expect(timeline.events.map(\.offset) == [head.count + inside.count])
        #expect(timeline.events.map(\.cutOffset) == [head.count])
    }

    @Test("groups a million seconds, and keeps every one if it is told to")
    func groups() throws {
        var bytes: [UInt8] = []
        for number in 0..<5000 {
            bytes += Self.stamp(1_700_000_000 + number * 3) + LogText.commands("SET a 1")
        }
        let grouped = try timeline(bytes)
        #expect((20...50).contains(grouped.times.count))
        #expect(grouped.groupSeconds > 1)
        #expect(grouped.times.map(\.annotationCount).reduce(0, +) == 5000)
        #expect(grouped.times.map(\.commandCount).reduce(0, +) == 5000)
        let all = try timeline(bytes) { $0.countMax = nil }
        #expect(all.times.count == 5000 && all.groupSeconds == 1)
    }

    @Test("lists what destroys, and whom it hits")
    func destructive() throws {
        let many = (0..<120).map { ByteString("user:\($0)") }
        let bytes =
            LogText.commands("SELECT 3", "SET a 1", "SET b 2", "DEL a", "SWAPDB 3 5", "FLUSHDB")
            + LogText.commands("SELECT 5", "FLUSHALL", "FLUSHALL")
            + LogText.command(["UNLINK"] + many)
        let events = try timeline(bytes).events
        #expect(events.map(\.name) == ["SWAPDB", "FLUSHDB", "FLUSHALL", "FLUSHALL", "UNLINK"])
        #expect(events.map(\.number) == [1, 1, 1, 2, 1])
        guard case .databases(let emptied) = events[2].victims else {
            throw TestFailure("FLUSHALL hits databases")
        }
        #expect(emptied.map(\.database) == [5] && emptied.map(\.commandCount) == [3])
        #expect(events[3].victims == .databases([]))
        #expect(events[4].victims == .keys(120))
        let fewer = try timeline(bytes) { $0.keyCountMin = 1 }
        #expect(fewer.events.map(\.name).contains("DEL"))
    }

    @Test(
        "finds commands by a pattern",
        arguments: [
            ("DEL user:*", 2), ("del USER:*", 0), ("DEL", 3), ("*", 8), ("S*", 4),
            ("SET * on", 1), ("SET user:? o[a-n]", 1), ("SET off", 0), ("FOO.BAR a\\ b", 1),
            ("FLUSHALL", 0),
        ]
    )
    func pattern(text: String, count: Int) throws {
        let bytes =
            LogText.commands("SELECT 0", "SET user:1 on", "SET user:2 off", "DEL x user:1")
            + LogText.commands("DEL user:2 x", "DEL y", "SADD s user:1")
            + LogText.command(["foo.bar", "x", "a b"])
        let found = try timeline(bytes) { $0.pattern = CommandPattern(text) }
        #expect(found.eventCount == count)
        #expect(CommandPattern("  ") == nil)
    }

    @Test("keeps the last of many commands")
    func last() throws {
        let bytes = (0..<200).flatMap { LogText.commands("SET key \($0)", "FLUSHALL") }
        let timeline = try timeline(bytes)
        #expect(timeline.eventCount == 200)
        #expect(timeline.events.map(\.number) == Array(151...200))
    }

    @Test("goes through all files of a directory, up to damage")
    func directory() throws {
        let name = "a.aof"
        let first = LogText.commands("SELECT 1", "SET a 1", "FLUSHALL")
        let second = Self.stamp(9) + LogText.commands("FLUSHDB")
        try folder.write(first, to: "dir/\(name).1.incr.aof")
        try folder.write(second + [0, 0], to: "dir/\(name).2.incr.aof")
        let manifest = (1...2).map { "file \(name).\($0).incr.aof seq \($0) type i\n" }.joined()
        try folder.write(Array(manifest.utf8), to: "dir/\(name).manifest")
        let result = try BuiltTool.run(["timeline", folder.path("dir")])
        #expect(result.exitCode == 20)
        #expect(result.outputText.contains("\(name).1.incr.aof:\(first.count - 18)"))
        #expect(result.outputText.contains("1970-01-01T00:00:09Z"))
        #expect(result.outputText.contains("number 1 of FLUSHDB: hits database 0"))
        let json = try BuiltTool.run(["timeline", folder.path("dir"), "--json", "--grep", "SET"])
        #expect(json.outputText.contains("\"schema\" : \"redoubt.timeline.v1\""))
        #expect(json.outputText.contains("\"eventCount\" : 1"))
        #expect(try BuiltTool.run(["timeline", folder.path("dir"), "--grep", " "]).exitCode == 2)
    }
}
