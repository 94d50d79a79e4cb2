import Foundation
import RedoubtBytes
import RedoubtRecovery
import RedoubtTestSupport
import RedoubtValues
import Testing

/// A log that a server annotated with times, rewound here and by the server's own tool.
@Suite("A rewound log on real servers")
struct RewoundLogTests {
    @Test("gives the digest of the log that the server's tool cut, at every annotated second")
    func everySecond() throws {
        let folder = try TemporaryFolder()
        let server = try LiveServer(
            .redis70,
            config: ["appendonly yes", "aof-timestamp-enabled yes"]
        )
        defer { server.stop() }
        try Self.write(server, seconds: 1.2, seed: 1)
        try Self.rewrite(server)
        try Self.write(server, seconds: 5, seed: 2)
        let whole = try server.digest()
        let log = server.folder.path("appendonlydir")
        var request = TimelineRequest(path: log)
        request.countMax = nil
        let timeline = try TimelineRun(request).run()
        let times = timeline.times.map(\.firstTime)
        #expect(times.count >= 5)
        for time in times {
            let copy = folder.path("\(time)/appendonlydir")
            try FileManager.default.createDirectory(
                atPath: folder.path("\(time)"),
                withIntermediateDirectories: true
            )
            try FileManager.default.copyItem(atPath: log, toPath: copy)
            try Checker.truncate(copy, to: time)
            let expected = try ServerTarget.redis70.served(log: copy)
            #expect(try Self.digest(log, .time(time)) == expected, "\(time)")
            #expect(try Self.rebuilt(log, .time(time), in: folder) == expected, "\(time)")
        }
        #expect(try Self.digest(log, .time(times[times.count - 1] + 100)) == whole)
        #expect(throws: RecoveryError.self) { try Self.digest(log, .time(times[0] - 1000)) }
    }

    private static func digest(_ log: String, _ point: RewindPoint) throws -> String {
        var options = LoadOptions(server: ServerProfile(.redis, 7, 0))
        options.rewind = point
        return try DigestRun(path: log, options: options).run().hex
    }

    /// The digest of what a rebuild writes, key by key.
    private static func rebuilt(
        _ log: String,
        _ point: RewindPoint,
        in folder: TemporaryFolder
    ) throws -> String {
        let output = folder.path("rebuilt.rdb")
        var request = RebuildRequest(snapshot: nil, log: log, output: output)
        request.options.rewind = point
        let result = try RebuildRun(request).run()
        #expect(result.replay?.inOrderReason == nil)
        return try ServerTarget.redis70.digest(of: output)
    }

    private static func rewrite(_ server: LiveServer) throws {
        try server.expect("BGREWRITEAOF")
        for _ in 0..<1000 {
            let persistence = try server.expect("INFO", "persistence").text ?? ""
            if persistence.contains("aof_rewrite_in_progress:0") { return }
            usleep(10_000)
        }
        throw TestFailure("the rewrite does not end")
    }

    /// Writes for a while, in every second something.
    private static func write(_ server: LiveServer, seconds: Double, seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let end = Date(timeIntervalSinceNow: seconds)
        var count = 0
        while Date() < end {
            count += 1
            try server.expect("SELECT", "\(Int.random(in: 0..<3, using: &generator))")
            try server.expect("MULTI")
            try server.expect("INCR", "counter")
            try server.expect("RPUSH", "list", "\(count)")
            try server.expect("EXEC")
            try server.expect("SET", "key:\(count % 50)", "\(count)", "EX", "\(100_000 + count)")
            try server.expect("ZINCRBY", "zset", "\(count)", "m\(count % 7)")
            if count % 10 == 0 { try server.expect("DEL", "key:\(count % 50)", "list") }
            if count % 60 == 59 { try server.expect("FLUSHDB") }
            try server.expect("XADD", "stream", "*", "f", "\(count)")
            usleep(20_000)
        }
    }
}
