import Foundation
import RedoubtBytes
import RedoubtRecovery
import RedoubtTestSupport
import Testing

/// Logs of real servers, compacted by the built tool and loaded by the same servers.
@Suite("A compacted log on real servers")
struct CompactedLogTests {
    private static let forms = ["rdb", "aof"]

    /// A log that a server wrote, and what the server said of its dataset.
    private struct Written {
        let server: LiveServer
        let log: String
        let digest: String
    }

    private static func fill(_ server: LiveServer) throws {
        var generator = SeededGenerator(seed: 7)
        for number in 0..<400 {
            let key = Int.random(in: 0..<60, using: &generator)
            try server.expect("SELECT", "\(number % 3)")
            try server.expect("SET", "text:\(key)", "value \(number)")
            try server.expect("HSET", "hash:\(key)", "field:\(number % 9)", "\(number)")
            try server.expect("RPUSH", "list:\(key % 7)", "\(number)", "\u{e9}")
            try server.expect("ZADD", "zset:\(key % 5)", "\(Double(number) / 3)", "m\(number % 50)")
            try server.expect("SADD", "set:\(key % 5)", "\(number)", "word\(number % 20)")
        }
        try server.expect("MULTI")
        try server.expect("DEL", "text:1", "hash:2")
        try server.expect("INCRBY", "counter", "12")
        try server.expect("EXEC")
        try server.expect("SET", "expiring", "1", "PX", "100000000")
        try server.expect("XADD", "stream", "5-1", "a", "1")
        try server.expect("XADD", "stream", "6-1", "b", "2")
        try server.expect("XGROUP", "CREATE", "stream", "group", "0")
        try server.expect(
            "XREADGROUP",
            "GROUP",
            "group",
            "me",
            "COUNT",
            "1",
            "STREAMS",
            "stream",
            ">"
        )
        if server.kind != .redis62 {
            try server.expect(
                "FUNCTION",
                "LOAD",
                "#!lua name=lib\nredis.register_function('f', function() return 1 end)"
            )
        }
    }

    private static func written(_ kind: LiveServer.Kind, _ config: [String] = []) throws -> Written
    {
        let server = try LiveServer(kind, config: ["appendonly yes"] + config)
        try fill(server)
        let name = config.contains { $0.hasPrefix("appenddirname") } ? "shop" : "appendonlydir"
        return Written(
            server: server,
            log: server.folder.path(kind == .redis62 ? "appendonly.aof" : name),
            digest: try server.digest()
        )
    }

    private static func served(
        _ kind: LiveServer.Kind,
        _ log: String,
        _ config: [String] = []
    ) throws -> String {
        let server = try LiveServer(kind, config: config, log: log)
        defer { server.stop() }
        return try server.digest()
    }

    @Test(
        "in a new place gives the digest of its server, whatever the base is made of",
        arguments: [
            (LiveServer.Kind.redis70, "yes"), (.redis70, "no"), (.valkey91, "yes"),
            (.valkey91, "no"),
        ],
        forms
    )
    func newPlace(source: (kind: LiveServer.Kind, preamble: String), form: String) throws {
        let config = ["aof-use-rdb-preamble \(source.preamble)"]
        let written = try Self.written(source.kind, config)
        written.server.stop()
        let output = written.server.folder.path("out")
        let result = try BuiltTool.run([
            "compact", written.log, "--output", output, "--format", form,
        ])
        #expect(result.exitCode == 0, "\(result.errorText)")
        #expect(try Self.served(source.kind, output) == written.digest)
    }

    @Test(
        "in place gives the digest of its server, again and again",
        arguments: [LiveServer.Kind.redis70, .valkey91]
    )
    func inPlace(kind: LiveServer.Kind) throws {
        let names = ["appendfilename \"shop.aof\"", "appenddirname \"shop\""]
        let written = try Self.written(kind, names)
        let running = try BuiltTool.run(["compact", written.log, "--in-place"])
        #expect(running.exitCode == 1)
        #expect(running.errorText.contains("-server (process "), "\(running.errorText)")
        written.server.stop()
        for form in Self.forms + ["rdb"] {
            let result = try BuiltTool.run(["compact", written.log, "--in-place", "--format", form])
            #expect(result.exitCode == 0, "\(result.errorText)")
            let loaded = try LiveServer(kind, config: names.prefix(1).map(\.self), log: written.log)
            #expect(try loaded.digest() == written.digest, "\(form)")
            // The server goes on with the directory: it rewrites and loads it.
            try loaded.expect("SET", "more", "1")
            loaded.stop()
        }
        let files = try FileManager.default.contentsOfDirectory(atPath: written.log).sorted()
        #expect(files == ["shop.aof.4.base.rdb", "shop.aof.4.incr.aof", "shop.aof.manifest"])
    }

    @Test("of Redis 6.2 stays a single file in place, and becomes a directory elsewhere")
    func singleFile() throws {
        for preamble in ["yes", "no"] {
            let written = try Self.written(.redis62, ["aof-use-rdb-preamble \(preamble)"])
            let running = try BuiltTool.run(["compact", written.log, "--in-place"])
            #expect(running.exitCode == 1)
            written.server.stop()
            let output = written.server.folder.path("out")
            #expect(
                try BuiltTool.run(["compact", written.log, "-o", output]).exitCode == 0
            )
            #expect(try Self.served(.redis70, output) == written.digest)
            for form in Self.forms {
                let arguments = ["compact", written.log, "--in-place", "--format", form]
                let result = try BuiltTool.run(arguments)
                #expect(result.exitCode == 0, "\(result.errorText)")
                #expect(try Self.served(.redis62, written.log) == written.digest)
            }
        }
    }

    @Test(
        "opens to the same digest with each part of its history",
        arguments: [LiveServer.Kind.redis70, .valkey91]
    )
    func history(kind: LiveServer.Kind) throws {
        let written = try Self.written(kind)
        written.server.stop()
        let files = FileManager.default
        let old = try files.contentsOfDirectory(atPath: written.log)
            .filter { !$0.hasSuffix(".manifest") }.sorted()
        let folder = try TemporaryFolder()
        let path = folder.path("log")
        try files.copyItem(atPath: written.log, toPath: path)
        #expect(try BuiltTool.run(["compact", path, "--in-place"]).exitCode == 0)
        let manifest = "\(path)/appendonly.aof.manifest"
        let new = try String(contentsOfFile: manifest, encoding: .utf8)
            .split(separator: "\n").map(String.init)
        let lines = [new[0]] + old.map { "file \($0) seq 1 type h" } + [new[1]]
        // From the switch on: all of the history, then less and less.
        for count in (0...old.count).reversed() {
            for (index, name) in old.enumerated() {
                try? files.removeItem(atPath: "\(path)/\(name)")
                guard index < count else { continue }
                try files.copyItem(atPath: "\(written.log)/\(name)", toPath: "\(path)/\(name)")
            }
            try Data((lines.joined(separator: "\n") + "\n").utf8)
                .write(to: URL(filePath: manifest))
            #expect(try Self.served(kind, path) == written.digest, "\(count) left")
            #expect(try BuiltTool.run(["compact", path, "--dry-run"]).exitCode == 0)
        }
        #expect(try BuiltTool.run(["compact", path, "--in-place"]).exitCode == 0)
        #expect(try Self.served(kind, path) == written.digest)
        #expect(try files.contentsOfDirectory(atPath: path).count == 3)
    }

    @Test("that is killed at any moment opens to the same digest")
    func killed() throws {
        let written = try Self.written(.redis70)
        written.server.stop()
        let folder = try TemporaryFolder()
        let path = folder.path("log")
        let expected = try DigestRun(path: written.log).run().hex
        #expect(expected == written.digest)
        let start = ContinuousClock.now
        try FileManager.default.copyItem(atPath: written.log, toPath: path)
        #expect(try BuiltTool.run(["compact", path, "--in-place"]).exitCode == 0)
        let duration = ContinuousClock.now - start
        var generator = SeededGenerator(seed: 11)
        var outcomes: Set<[String]> = []
        for attempt in 0..<Self.killCount {
            try FileManager.default.removeItem(atPath: path)
            try FileManager.default.copyItem(atPath: written.log, toPath: path)
            let form = Self.forms[attempt % 2]
            let delay = duration * Double.random(in: 0.1...1.1, using: &generator)
            try kill(["compact", path, "--in-place", "--format", form], after: delay)
            outcomes.insert(try FileManager.default.contentsOfDirectory(atPath: path).sorted())
            #expect(
                try DigestRun(path: path, options: .init(server: .init(.redis, 7, 0))).run().hex
                    == expected,
                "attempt \(attempt)"
            )
            if attempt % 20 == 0 {
                #expect(try Self.served(.redis70, path) == expected, "attempt \(attempt)")
            }
            // The next run takes up what was left.
            if attempt % 10 == 0 {
                #expect(try BuiltTool.run(["compact", path, "--in-place"]).exitCode == 0)
                let names = try FileManager.default.contentsOfDirectory(atPath: path)
                #expect(!names.contains { $0.hasSuffix(".tmp") }, "\(names)")
            }
        }
        // Some have to be killed in time, and some not.
        #expect(outcomes.count > 1)
    }

    private static let killCount = 200

    private func kill(_ arguments: [String], after delay: Duration) throws {
        let process = Process()
        process.executableURL = URL(filePath: try BuiltTool.path())
        process.arguments = arguments
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        usleep(UInt32(delay / .microseconds(1)))
        Foundation.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }
}
