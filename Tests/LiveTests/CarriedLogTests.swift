import RedoubtBytes
import RedoubtCommands
import RedoubtRecovery
import RedoubtTestSupport
import RedoubtValues
import Testing

/// What is carried over, loaded by a server that knows the commands which were withheld here.
@Suite("A carried log on real servers")
struct CarriedLogTests {
    @Test(
        "loads to the digest of the whole log",
        arguments: [ServerTarget.redis70, .valkey91],
        ["HSET", "INCR", "XADD", "ZADD", "EXEC"]
    )
    func withheld(target: ServerTarget, name: String) throws {
        let folder = try TemporaryFolder()
        let server = try LiveServer(target.kind, config: ["appendonly yes"])
        defer { server.stop() }
        try Self.fill(server)
        let digest = try server.digest()
        let log = server.folder.path("appendonlydir")
        var request = RebuildRequest(snapshot: nil, log: log, output: folder.path("out"))
        request.carriesUnknown = true
        request.format = .target(target.profile)
        request.options.server = target.profile
        request.options.commands = CommandTable(
            CommandTable.standard.commands.filter { $0.name != name }
        )
        let result = try RebuildRun(request).run()
        #expect(result.carried?.command.uppercased() == name)
        #expect(try target.served(log: folder.path("out")) == digest)
        #expect(try target.digest(of: folder.path("out")) == digest)
    }

    private static func fill(_ server: LiveServer) throws {
        try server.expect("SET", "plain", "1")
        try server.expect("SELECT", "2")
        for number in 0..<50 {
            try server.expect("RPUSH", "list", "\(number)")
            try server.expect("MULTI")
            try server.expect("SADD", "set", "\(number)")
            try server.expect("INCR", "counter")
            try server.expect("EXEC")
            if number == 20 { try server.expect("SELECT", "5") }
            try server.expect("HSET", "hash", "f\(number)", "v")
            try server.expect("ZADD", "zset", "\(number)", "m\(number)")
            try server.expect("XADD", "stream", "\(number + 1)-1", "f", "v")
        }
    }
}
