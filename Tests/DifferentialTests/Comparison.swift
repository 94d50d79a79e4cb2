import RedoubtBytes
import RedoubtRESP
import RedoubtRecovery
import RedoubtTestSupport
import RedoubtValues

/// What a server has, against what its log and the commands as they were sent become in our hands.
struct Comparison {
    let server: LiveServer
    let settings: RunSettings
    private let folder: TemporaryFolder

    init(_ server: LiveServer, _ settings: RunSettings) throws {
        self.server = server
        self.settings = settings
        folder = try TemporaryFolder()
    }

    /// Whether the log has the digest of the server, and the commands as they were sent have it.
    func holdsForLogs(of journal: CommandJournal) throws -> Bool {
        let expected = try server.digest()
        guard digest({ try server.logDigest() }) == expected else { return false }
        guard settings.isClientForm else { return true }
        return try clientDigest(of: journal) == expected
    }

    /// What differs; nil if nothing does.
    func difference(after journal: CommandJournal) throws -> String? {
        let expected = try server.digest()
        var found = ["log": digest { try server.logDigest() }]
        if settings.isClientForm { found["commands as sent"] = try clientDigest(of: journal) }
        let output = folder.path("dump.rdb")
        found["rebuilt file"] = digest {
            try rebuild(server.logPath, to: output)
            return try DigestRun(path: output, options: options).run().hex
        }
        guard let second = try? LiveServer(settings.kind, snapshot: output) else {
            return "\(opening(journal)): the server does not load the rebuilt file: \(found)"
        }
        defer { second.stop() }
        found["rebuilt file as loaded"] = try second.digest()
        var isSame = found.values.allSatisfy { $0 == expected }
        if isSame, try server.libraries() != second.libraries() {
            found["functions"] = "differ"
            isSame = false
        }
        if isSame { return nil }
        let lines = try differences(from: second, journal)
        // The server's own replay tells what its log cannot: that is no fault of ours.
        try server.expect("DEBUG", "LOADAOF")
        let reloaded = try server.digest()
        // Which small sorted sets are skip lists, and so keep −0, the log does not tell.
        if settings.hasNegativeZero, !settings.isClientForm,
            found.values.allSatisfy({ $0 == reloaded })
        {
            return nil
        }
        return "\(opening(journal)): server \(expected), \(found), reloaded by the server "
            + "\(reloaded)\n\(lines)"
    }

    private var options: LoadOptions { LoadOptions(server: settings.profile) }

    private func opening(_ journal: CommandJournal) -> String {
        "\(settings.kind), seed \(settings.seed), \(settings.configuration), after "
            + "\(journal.commands.count) commands"
    }

    /// A digest, or why there is none.
    private func digest(_ body: () throws -> String) -> String {
        do { return try body() } catch { return "\(error)" }
    }

    private func rebuild(_ log: String, to output: String) throws {
        var request = RebuildRequest(snapshot: nil, log: log, output: output)
        request.options = options
        request.format = .target(settings.profile)
        _ = try RebuildRun(request).run()
    }

    // MARK: The commands as they were sent

    private func clientDigest(of journal: CommandJournal) throws -> String {
        let path = try clientLog(of: journal)
        return digest { try DigestRun(path: path, options: options).run().hex }
    }

    private func clientLog(of journal: CommandJournal) throws -> String {
        var log = ByteBuilder()
        for command in journal.commands where !command.isServersAlone {
            RESPWriter.begin(argumentCount: command.words.count, into: &log)
            for word in command.words { RESPWriter.argument(word, into: &log) }
        }
        return try folder.write(log.array, to: "client.aof")
    }

    // MARK: What differs

    /// The keys that differ from the server's, in the rebuilt file or else in the commands as they
    /// were sent, with the commands that touched them.
    private func differences(from second: LiveServer, _ journal: CommandJournal) throws -> String {
        let lines = try differences(second, journal)
        guard lines.isEmpty, settings.isClientForm else { return lines.joined(separator: "\n") }
        let output = folder.path("client.rdb")
        do {
            try rebuild(clientLog(of: journal), to: output)
            let third = try LiveServer(settings.kind, snapshot: output)
            defer { third.stop() }
            return try differences(third, journal).joined(separator: "\n")
        } catch {
            return "the commands as they were sent: \(error)"
        }
    }

    private func differences(_ second: LiveServer, _ journal: CommandJournal) throws -> [String] {
        var lines: [String] = []
        for database in ["0", "1", "2"] {
            try server.expect("SELECT", database)
            try second.expect("SELECT", database)
            let keys = try Set(keys(of: server) + keys(of: second))
            for key in keys.sorted() {
                guard try mark(key, by: server) != mark(key, by: second) else { continue }
                let (left, right) = try (shown(key, by: server), shown(key, by: second))
                lines.append("database \(database), \(key): server \(left), ours \(right)")
                let touching = KeyHistory.commands(
                    on: key,
                    in: database,
                    among: journal.commands,
                    keys: keys.union(CommandGenerator.keys.map(CommandGenerator.bytes))
                )
                lines += touching.suffix(40).map { "    [\($0.database)] \($0.text)" }
            }
        }
        return lines
    }

    private func keys(of server: LiveServer) throws -> [ByteString] {
        try server.expect("KEYS", "*").elements?.compactMap(\.bytes) ?? []
    }

    /// The fingerprint of a value, and whether it expires.
    private func mark(_ key: ByteString, by server: LiveServer) throws -> String {
        let digest = try server.command(["DEBUG", "DIGEST-VALUE", key]).elements?.first?.text ?? ""
        let expiry = try server.command(["PTTL", key]).integer ?? 0
        return expiry >= 0 ? "\(digest) expires" : digest
    }

    /// The kind of a value, its fingerprint, and its content as far as one command shows it.
    private func shown(_ key: ByteString, by server: LiveServer) throws -> String {
        let kind = try server.command(["TYPE", key]).text ?? ""
        let content: RESPValue =
            switch kind {
            case "string": try server.command(["GET", key])
            case "list": try server.command(["LRANGE", key, "0", "-1"])
            case "set": try server.command(["SORT", key, "ALPHA"])
            case "zset": try server.command(["ZRANGE", key, "0", "-1", "WITHSCORES"])
            case "hash": try server.command(["HGETALL", key])
            case "stream": try server.command(["XRANGE", key, "-", "+"])
            default: .null
            }
        return try "\(kind) \(mark(key, by: server)) \(plain(content))"
    }

    private func plain(_ value: RESPValue) -> String {
        if let elements = value.elements {
            return "[\(elements.map(plain).joined(separator: ", "))]"
        }
        return value.bytes?.printable.short ?? value.text ?? "\(value)"
    }
}
