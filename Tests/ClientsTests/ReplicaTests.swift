import Foundation
import RedoubtTestSupport
import Testing

/// Real servers attach to a served dataset, follow it through writes and a cut, and take over.
@Suite("Real replicas")
struct ReplicaTests {
    @Test("follow, resume and take over", arguments: LiveServer.Kind.allCases, [true, false])
    func follow(kind: LiveServer.Kind, isDiskless: Bool) throws {
        let master = try ServingTool(
            [
                "--ephemeral", "--snapshot",
                ProjectFolder.url("Fixtures/redis-6.2.16/snapshot/dump.rdb").path,
                // Digests are told by the rules of the server that compares them.
                "--as", "\(kind)", "--replica-target", "\(kind)",
                "--repl-diskless-sync", isDiskless ? "yes" : "no",
            ]
        )
        let client = try TCPClient(port: master.port)
        let replica = try LiveServer(kind)
        defer { replica.stop() }
        try Self.write(client, "before", 200)
        try replica.expect("REPLICAOF", "127.0.0.1", "\(master.port)")
        // While the snapshot is on its way.
        try Self.write(client, "during", 2000)
        try Self.agree(client, replica)
        #expect(try client.info("replication")["slave0"]?.contains("state=online") == true)

        // Cut off, it goes on where it was.
        try client.expect("CLIENT", "KILL", "TYPE", "replica")
        try Self.write(client, "after", 500)
        try Self.agree(client, replica)
        #expect(try client.info("stats")["sync_partial_ok"] == "1")

        // Each removes what has expired meanwhile by itself.
        try replica.expect("REPLICAOF", "NO", "ONE")
        try Self.agree(client, replica, isAttached: false)
        try replica.expect("SET", "promoted", "yes")
    }

    /// Writes of many kinds, of which logs tell some in another form.
    private static func write(_ client: TCPClient, _ name: String, _ count: Int) throws {
        for index in 0..<count {
            try client.expect("SET", "\(name):\(index % 50)", "\(index)", "EX", "1000")
            try client.expect("RPUSH", "\(name):list", "\(index)")
            try client.expect("SADD", "\(name):set", "a\(index)", "b\(index)")
            if index % 3 == 0 { try client.expect("SPOP", "\(name):set") }
            if index % 5 == 0 { try client.expect("LPOP", "\(name):list") }
            try client.expect("XADD", "\(name):stream", "MAXLEN", "~", "50", "*", "f", "\(index)")
            try client.expect("INCRBYFLOAT", "\(name):float", "0.1")
            if index % 7 == 0 {
                try client.expect(
                    "EVAL",
                    "redis.call('incr', KEYS[1]) return redis.call('sadd', KEYS[2], ARGV[1])",
                    "2",
                    "\(name):n",
                    "\(name):s",
                    "\(index)"
                )
            }
            if index % 11 == 0 { try client.expect("PEXPIRE", "\(name):\(index % 50)", "1") }
        }
        try client.expect("SELECT", "3")
        try client.expect("SET", "\(name):other", "database")
        try client.expect("SELECT", "0")
    }

    /// Waits until both have the same dataset.
    private static func agree(
        _ client: TCPClient,
        _ replica: LiveServer,
        isAttached: Bool = true
    ) throws {
        let deadline = Date(timeIntervalSinceNow: 60)
        var digests: (String?, String?)
        repeat {
            digests = (try client.expect("DEBUG", "DIGEST").text, try replica.digest())
            if digests.0 == digests.1 {
                if !isAttached { return }
                if try client.expect("WAIT", "1", "100") == .integer(1) { return }
            }
            usleep(20_000)
        } while Date() < deadline
        Issue.record("the digests are \(digests)")
    }
}
