import Foundation
import RedoubtBytes
import RedoubtRDB
import RedoubtRecovery
import RedoubtTestSupport
import RedoubtValues

/// One server that takes random commands, and what its log becomes in our hands.
struct DifferentialRun {
    let kind: LiveServer.Kind
    let seed: UInt64
    let commandCount: Int

    private static let batchSize = 100

    /// Runs; nil if everything agrees, else what to know of the difference.
    func run() throws -> String? {
        let server = try LiveServer(kind, config: configuration)
        defer { server.stop() }
        try server.expect("DEBUG", "SET-ACTIVE-EXPIRE", "0")
        let (commands, isReplayed) = try drive(server)
        let expected = try server.digest()
        let folder = try TemporaryFolder()
        let output = folder.path("dump.rdb")
        let log = try logPath(of: server)
        var request = RebuildRequest(snapshot: nil, log: log, output: output)
        request.options = options
        request.format = .target(profile)
        _ = try RebuildRun(request).run()
        let replayed = try logDigest(of: server)
        let rebuilt = try DigestRun(path: output, options: options).run().hex
        let second = try LiveServer(kind, snapshot: output)
        defer { second.stop() }
        let served = try second.digest()
        guard isReplayed, [replayed, rebuilt, served].allSatisfy({ $0 == expected }) else {
            let digests = "server \(expected), log \(replayed), file \(rebuilt), loaded \(served)"
            let lines = try differences(server, second, commands)
            // The server's own replay tells what its log cannot: that is no fault of ours.
            try server.expect("DEBUG", "LOADAOF")
            let reloaded = try server.digest()
            return "\(kind), seed \(seed), \(configuration), after \(commands.count) commands: "
                + "\(digests), reloaded by the server \(reloaded)\n\(lines)"
        }
        return nil
    }

    private var options: LoadOptions { LoadOptions(server: profile) }

    private func logDigest(of server: LiveServer) throws -> String {
        try DigestRun(path: logPath(of: server), options: options).run().hex
    }

    private var profile: ServerProfile {
        switch kind {
        case .redis62: ServerProfile(.redis, 6, 2)
        case .redis70: ServerProfile(.redis, 7, 0)
        case .valkey91: ServerProfile(.valkey, 9, 1)
        }
    }

    /// Both forms of base, annotations on and off, small limits of the compact encodings; those of
    /// sorted sets stay, for they decide what becomes of −0.
    private var configuration: [String] {
        var lines = [
            "appendonly yes", "appendfsync no", "auto-aof-rewrite-percentage 0",
            "aof-use-rdb-preamble \(seed & 1 == 0 ? "yes" : "no")",
        ]
        if kind != .redis62 {
            lines.append("aof-timestamp-enabled \(seed & 2 == 0 ? "yes" : "no")")
        }
        if seed & 4 == 0 {
            lines += [
                "hash-max-ziplist-entries 3", "list-max-ziplist-size 3",
                "set-max-intset-entries 3", "stream-node-max-entries 3",
            ]
        }
        return lines
    }

    /// Sends the commands, some in transactions, with a rewrite of the log in the middle, and looks
    /// at the log behind every batch, before later commands can cover a difference.
    ///
    /// - Returns: what was sent, up to the first difference, and whether there was none.
    private func drive(_ server: LiveServer) throws -> (sent: [[ByteString]], isReplayed: Bool) {
        var generator = CommandGenerator(seed: seed, for: kind)
        var sent: [[ByteString]] = []
        // Since 7.0 a rewrite forgets which small sorted sets are skip lists that keep −0: the
        // server itself would come back with another digest.
        var isRewritten = generator.hasNegativeZero && kind != .redis62
        while sent.count < commandCount {
            var batch = (0..<Self.batchSize).map { _ in generator.next() }
            if generator.number(0..<3) == 0 {
                let start = generator.number(0..<50)
                batch.insert(["MULTI"], at: start)
                batch.insert(["EXEC"], at: start + generator.number(1..<40))
            }
            _ = try server.commands(batch)
            sent += batch
            if !isRewritten, sent.count >= commandCount / 2 {
                isRewritten = true
                try rewriteLog(of: server)
            }
            guard try server.digest() == logDigest(of: server) else { return (sent, false) }
        }
        return (sent, true)
    }

    private func rewriteLog(of server: LiveServer) throws {
        try server.expect("BGREWRITEAOF")
        let deadline = Date(timeIntervalSinceNow: 30)
        while Date() < deadline {
            let state = try server.expect("INFO", "persistence").text ?? ""
            let isBusy = ["aof_rewrite_in_progress:1", "aof_rewrite_scheduled:1"]
                .contains { state.contains($0) }
            guard isBusy else { return }
            usleep(5000)
        }
        throw TestFailure("\(kind): the rewrite of the log does not end")
    }

    private func logPath(of server: LiveServer) throws -> String {
        let directory = server.folder.path("appendonlydir")
        return FileManager.default.fileExists(atPath: directory)
            ? directory : server.folder.path("appendonly.aof")
    }

    // MARK: What differs

    private func differences(
        _ server: LiveServer,
        _ second: LiveServer,
        _ commands: [[ByteString]]
    ) throws -> String {
        var lines: [String] = []
        for database in ["0", "1", "2"] {
            try server.expect("SELECT", database)
            try second.expect("SELECT", database)
            for number in 0..<12 {
                let key = "k\(number)"
                let (left, right) = try (shown(key, by: server), shown(key, by: second))
                guard left != right else { continue }
                lines.append("database \(database), \(key): server \(left), ours \(right)")
                let touching = commands.filter { $0.contains(ByteString(key)) }
                lines += touching.suffix(30).map {
                    "    \($0.map(\.printable).joined(separator: " "))"
                }
            }
        }
        return lines.joined(separator: "\n")
    }

    /// The kind of a value, its fingerprint, and its content as far as one command shows it.
    private func shown(_ key: String, by server: LiveServer) throws -> String {
        let kind = try server.expect("TYPE", key).text ?? ""
        let digest = try server.command("DEBUG", "DIGEST-VALUE", key)
        let content: RESPValue =
            switch kind {
            case "string": try server.command("GET", key)
            case "list": try server.command("LRANGE", key, "0", "-1")
            case "set": try server.command("SORT", key, "ALPHA")
            case "zset": try server.command("ZRANGE", key, "0", "-1", "WITHSCORES")
            case "hash": try server.command("HGETALL", key)
            default: try server.command("XRANGE", key, "-", "+")
            }
        return "\(kind) \(digest.elements?.first?.text ?? "") \(plain(content))"
    }

    private func plain(_ value: RESPValue) -> String {
        if let elements = value.elements {
            return "[\(elements.map(plain).joined(separator: ", "))]"
        }
        return value.bytes?.printable ?? value.text ?? "\(value)"
    }
}
