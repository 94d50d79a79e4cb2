import Foundation
import RedoubtBytes
import RedoubtRecovery
import RedoubtTestSupport

extension LiveServer {
    /// The names of the commands that it has.
    func commandNames() throws -> Set<String> {
        let commands = try expect("COMMAND").elements ?? []
        return Set(commands.compactMap { $0.elements?.first?.text?.uppercased() })
    }

    /// Where its log is.
    var logPath: String {
        let directory = folder.path("appendonlydir")
        return FileManager.default.fileExists(atPath: directory)
            ? directory : folder.path("appendonly.aof")
    }

    /// Our digest of its log.
    func logDigest() throws -> String {
        try DigestRun(path: logPath, options: LoadOptions(server: kind.profile)).run().hex
    }

    /// Rewrites its log.
    func rewriteLog() throws {
        try expect("BGREWRITEAOF")
        let deadline = Date(timeIntervalSinceNow: 30)
        while Date() < deadline {
            let state = try expect("INFO", "persistence").text ?? ""
            let isBusy = ["aof_rewrite_in_progress:1", "aof_rewrite_scheduled:1"]
                .contains { state.contains($0) }
            guard isBusy else { return }
            usleep(2000)
        }
        throw TestFailure("\(kind): the rewrite of the log does not end")
    }

    /// The source code of its function libraries.
    func libraries() throws -> [String] {
        guard kind != .redis62 else { return [] }
        let list = try expect("FUNCTION", "LIST", "WITHCODE").elements ?? []
        return list.compactMap { $0.elements?.last?.text }.sorted()
    }
}
