import RedoubtRecovery
import RedoubtTestSupport
import RedoubtValues

extension Fixture {
    /// The server that wrote the files.
    func profile() throws -> ServerProfile {
        guard let profile = ServerProfile(server) else {
            throw TestFailure("\(server) is not a server")
        }
        return profile
    }

    /// Reads as the server that wrote the files would.
    func options() throws -> LoadOptions {
        LoadOptions(server: try profile())
    }

    /// What the server answered to `DEBUG DIGEST`.
    func digest() throws -> String {
        try ExpectedDataset.header(of: self).digest
    }

    /// Every file or log that holds the dataset which the digest is of.
    func lastFiles() throws -> [String] {
        let files = try files()
        return [files.subject] + (files.afterTail.map { [$0] } ?? [])
    }

    /// Whether the server rewrote its log again during the tail, so that the recorded offset is not
    /// one of the file that is left.
    var rewroteDuringTail: Bool {
        caseName == "log" && (server.hasPrefix("redis-2.4.") || server.hasPrefix("redis-2.6."))
    }
}

extension Fixture.Files {
    /// A snapshot of the end of a log; only the full set has one.
    var afterTail: String? {
        let path = "\(folder)/after-tail.rdb"
        return snapshot == nil && FileBytes.exists(path) ? path : nil
    }
}
