import RedoubtBytes
import RedoubtCommands
import RedoubtRecovery
import RedoubtTestSupport
import Testing

/// Which commands a server has is asked of the server.
@Suite("Whether a server has the commands of a log")
struct LoadTargetCommandTests {
    @Test("is what it says of its commands itself", arguments: ServerTarget.allCases)
    func agrees(_ target: ServerTarget) throws {
        let server = try LiveServer(target.kind)
        defer { server.stop() }
        let folder = try TemporaryFolder()
        // Of CLUSTER it is a subcommand that logs hold, and that only Valkey 9 has.
        for command in CommandTable.standard.commands where command.name != "CLUSTER" {
            let words = [command.name] + Array(repeating: "1", count: abs(command.arity) - 1)
            let record = words.map { "$\($0.utf8.count)\r\n\($0)\r\n" }.joined()
            let log = Array("*\(words.count)\r\n\(record)".utf8)
            let path = try folder.write(log, to: "appendonly.aof")
            let request = CheckRequest(paths: [path], target: target.profile)
            let isKnown = try CheckRun(request).run().findings.counts[.targetCommand] == nil
            let info = try server.expect("COMMAND", "INFO", command.name).elements?.first
            let isThere = info.map { $0 != .null && $0 != .array([]) } ?? false
            #expect(isKnown == isThere, "\(target): \(command.name), since \(command.since)")
        }
    }
}
