import Foundation
import RedoubtTestSupport
import Testing

@Suite("The servers' own clients")
struct CommandLineClientTests {
    private static let snapshot = ClientLibraryTests.snapshot

    @Test("redis-benchmark runs every one of its tests")
    func benchmark() throws {
        let server = try ServingTool(["--ephemeral"] + Self.snapshot)
        for depth in ["1", "16"] {
            let result = try Program.run(
                "/usr/bin/redis-benchmark",
                ["-p", "\(server.port)", "-n", "2000", "-c", "20", "-P", depth, "-r", "1000", "-q"]
            )
            #expect(result.exitCode == 0, "\(result.text)")
            #expect(!result.text.contains("rror"), "\(result.text.suffix(500))")
            #expect(result.text.contains("MSET"))
        }
    }

    @Test("redis-cli asks in both protocols, scans, and watches latency", arguments: ["-2", "-3"])
    func shell(version: String) throws {
        let server = try ServingTool(["--ephemeral"] + Self.snapshot)
        func ask(_ words: String...) throws -> String {
            let result = try Program.run(
                "/usr/bin/redis-cli",
                [version, "-p", "\(server.port)"] + words
            )
            #expect(result.exitCode == 0, "\(result.text)")
            return result.text
        }
        #expect(try ask("SET", "k", "v") == "OK\n")
        #expect(try ask("GET", "k") == "v\n")
        #expect(try ask("HSET", "h", "f", "1") == "1\n")
        #expect(try ask("HGETALL", "h").contains("f"))
        let keys = try ask("--scan").split(separator: "\n").count
        #expect(try ask("DBSIZE") == "\(keys)\n")
        #expect(try ask("--bigkeys").contains("Biggest"))
        #expect(try ask("--no-raw", "COMMAND", "DOCS", "GET").contains("summary"))
    }
}

@Suite("Who may come to a server, and how it stops")
struct ServerAccessTests {
    private static let snapshot = ClientLibraryTests.snapshot

    @Test("a password is asked for before anything else")
    func password() throws {
        let server = try ServingTool(["--ephemeral", "--requirepass", "secret"] + Self.snapshot)
        let client = try TCPClient(port: server.port)
        #expect(try client.command(["GET", "k"]) == .error("NOAUTH Authentication required."))
        let wrong = try client.command(["AUTH", "wrong"])
        #expect(
            wrong == .error("WRONGPASS invalid username-password pair or user is disabled.")
        )
        try client.expect("AUTH", "secret")
        try client.expect("SET", "k", "v")
    }

    @Test("a server that only reads refuses writes, also those of scripts")
    func readOnly() throws {
        let server = try ServingTool(["--read-only"] + Self.snapshot)
        let client = try TCPClient(port: server.port)
        let refusal = "READONLY You can't write against a read only server."
        #expect(try client.command(["SET", "k", "v"]) == .error(refusal))
        let script = try client.command(["EVAL", "return redis.call('set','k','v')", "0"])
        guard case .error(let line) = script else {
            Issue.record("\(script)")
            return
        }
        #expect(line.hasPrefix(refusal))
        #expect(try client.expect("DBSIZE") != .integer(0))
    }

    @Test("one client too many is told so")
    func crowded() throws {
        let server = try ServingTool(["--read-only", "--maxclients", "2"] + Self.snapshot)
        let first = try TCPClient(port: server.port)
        let second = try TCPClient(port: server.port)
        try first.expect("PING")
        try second.expect("PING")
        let third = try TCPClient(port: server.port)
        #expect(try third.command(["PING"]) == .error("ERR max number of clients reached"))
        try first.expect("PING")
    }

    @Test("monitoring gets its answers over HTTP")
    func monitoring() throws {
        let port = try FreePort.find()
        let server = try ServingTool(["--read-only", "--http-port", "\(port)"] + Self.snapshot)
        let client = try TCPClient(port: server.port)
        // Once this is answered, all keys are known.
        try client.expect("DBSIZE")
        let result = try ClientProgram.run("monitoring", ["\(port)"])
        #expect(result.text.hasSuffix("done\n"), "\(result.text)")
    }

    @Test("a signal stops it in order", arguments: [SIGTERM, SIGINT])
    func signal(number: Int32) throws {
        let server = try ServingTool(["--ephemeral"] + Self.snapshot)
        let client = try TCPClient(port: server.port)
        try client.expect("PING")
        #expect(server.end(with: number) == 0)
    }

    @Test("a client stops it in order, too")
    func shutdown() throws {
        let server = try ServingTool(["--ephemeral"] + Self.snapshot)
        let client = try TCPClient(port: server.port)
        _ = try? client.command(["SHUTDOWN"])
        #expect(server.end(with: 0) == 0)
    }

    @Test("a port that is taken, and writes of which nothing is said, are errors")
    func refused() throws {
        let server = try ServingTool(["--ephemeral"] + Self.snapshot)
        let taken = try BuiltTool.run(
            ["serve", "--ephemeral", "--port", "\(server.port)"] + Self.snapshot
        )
        #expect(taken.exitCode == 1)
        #expect(taken.errorText.contains("can not listen"))
        let unsaid = try BuiltTool.run(["serve", "--port", "0"] + Self.snapshot)
        #expect(unsaid.exitCode == 2)
        #expect(unsaid.errorText.contains("--read-only"))
    }
}
