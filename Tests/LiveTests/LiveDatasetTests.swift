import RedoubtBytes
import RedoubtRecovery
import RedoubtTestSupport
import Testing

/// A server that is filled through commands, and the files that it leaves.
@Suite("What a live server holds")
struct LiveDatasetTests {
    /// How the server rewrites its log.
    enum LogForm: CaseIterable {
        case never
        case commands
        case snapshotBase
        case timestamps

        func config(for target: ServerTarget) -> [String] {
            let common = ["appendonly yes", "auto-aof-rewrite-percentage 0"]
            switch self {
            case .never: return common
            case .commands: return common + ["aof-use-rdb-preamble no"]
            case .snapshotBase: return common + ["aof-use-rdb-preamble yes"]
            case .timestamps:
                // Redis 6.2 has no annotations.
                return common + (target == .redis62 ? [] : ["aof-timestamp-enabled yes"])
            }
        }
    }

    @Test("is what its snapshot is read as", arguments: ServerTarget.allCases)
    func snapshot(target: ServerTarget) throws {
        let server = try LiveServer(target.kind)
        defer { server.stop() }
        try server.send(LiveContent.commands(for: target))
        let digest = try server.digest()
        try server.expect("SAVE")
        #expect(try target.digest(of: server.folder.path("dump.rdb")) == digest)
    }

    @Test("is what its log is read as", arguments: ServerTarget.allCases, LogForm.allCases)
    func log(target: ServerTarget, form: LogForm) throws {
        let server = try LiveServer(target.kind, config: form.config(for: target))
        defer { server.stop() }
        let commands = LiveContent.commands(for: target)
        // A rewrite in the middle: a base, and an increment or a tail behind it.
        let half = commands.count * 2 / 3
        try server.send(Array(commands[..<half]))
        if form != .never { try server.rewriteLog() }
        try server.send(Array(commands[half...]))
        let name = target == .redis62 ? "appendonly.aof" : "appendonlydir"
        let path = server.folder.path(name)
        // A rewrite as commands loses the sign of −0 where a load passes through a listpack.
        if form == .commands { try server.expect("DEBUG", "LOADAOF") }
        #expect(try target.digest(of: path) == server.digest())

        let rebuilt = server.folder.path("rebuilt.rdb")
        try target.rebuild(log: path, to: rebuilt)
        #expect(try target.served(snapshot: rebuilt) == server.digest())
    }

    @Test(
        "is the same after a rebuild, streams with groups, functions and times included",
        arguments: ServerTarget.allCases
    )
    func content(target: ServerTarget) throws {
        let server = try LiveServer(target.kind)
        defer { server.stop() }
        try server.send(LiveContent.commands(for: target))
        try server.expect("SAVE")
        let rebuilt = server.folder.path("rebuilt.rdb")
        try target.rebuild(snapshot: server.folder.path("dump.rdb"), to: rebuilt)
        let second = try LiveServer(target.kind, snapshot: rebuilt)
        defer { second.stop() }
        for question in Self.questions(for: target) {
            let words = question.split(separator: " ").map { ByteString(String($0)) }
            let answer = try server.command(words)
            if case .error(let message) = answer { Issue.record("\(question): \(message)") }
            let again = try second.command(words)
            #expect(again == answer, "\(question)")
        }
    }

    private static func questions(for target: ServerTarget) -> [String] {
        var questions = [
            "XINFO STREAM stream FULL COUNT 0", "XINFO STREAM emptied FULL",
            "XPENDING stream workers", "LRANGE list:odd 0 -1", "ZRANGE zset:odd 0 -1 WITHSCORES",
            "HGETALL hash:small", "PFCOUNT both",
        ]
        if target != .redis62 {
            questions += ["FUNCTION LIST WITHCODE", "PEXPIRETIME expiring", "PEXPIRETIME hash:ttl"]
        }
        if target == .valkey91 { questions.append("HPEXPIRETIME hash:ttl FIELDS 3 3 4 new") }
        return questions
    }
}

extension LiveServer {
    /// Sends commands that must not fail.
    func send(_ commands: [[ByteString]]) throws {
        for command in commands {
            if case .error(let message) = try self.command(command) {
                throw TestFailure("\(kind): \(command.prefix(3)): \(message)")
            }
        }
    }

    /// Rewrites the log and waits until that is done.
    func rewriteLog() throws {
        try expect("BGREWRITEAOF")
        for _ in 0..<2000 {
            let state = try expect("INFO", "persistence").text ?? ""
            let isBusy = ["in_progress", "scheduled"].contains { word in
                state.contains("aof_rewrite_\(word):1")
            }
            guard isBusy else { return }
            try expect("DEBUG", "SLEEP", "0.005")
        }
        throw TestFailure("\(kind) does not end the rewrite of its log")
    }
}
