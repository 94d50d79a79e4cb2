import RedoubtBytes
import RedoubtRecovery
import RedoubtTestSupport
import RedoubtValues

extension ServerTarget {
    /// The digest that the tool gives a file or directory as one of this server.
    func digest(of path: String) throws -> String {
        try DigestRun(path: path, options: LoadOptions(server: profile)).run().hex
    }

    /// The digest that the server gives a snapshot, after it looked into every encoded value.
    func served(snapshot path: String) throws -> String {
        let server = try LiveServer(kind, config: ["sanitize-dump-payload yes"], snapshot: path)
        defer { server.stop() }
        return try server.digest()
    }

    /// The digest that the server gives a log.
    func served(log path: String) throws -> String {
        let server = try LiveServer(kind, log: path)
        defer { server.stop() }
        return try server.digest()
    }

    /// Rebuilds a snapshot or a log for the server.
    func rebuild(snapshot: String? = nil, log: String? = nil, to output: String) throws {
        var request = RebuildRequest(snapshot: snapshot, log: log, output: output)
        request.format = .target(profile)
        request.options.server = profile
        _ = try RebuildRun(request).run()
    }
}
