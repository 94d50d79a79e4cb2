import ArgumentParser
import Foundation
import RedoubtRecovery
import RedoubtValues

/// `redoubt check`: whether files are sound.
struct Check: ReportingCommand {
    static let configuration = CommandConfiguration(
        abstract: "Verify structure and checksum of snapshots and logs.",
        discussion: """
            Exit code 0 when sound, 20 when damaged; everything that is found is told with its \
            offset and the reason. docs/check.md lists what can be found.

            The checksum of a snapshot vouches for the content of its values. For snapshots \
            without one, and where the writer itself is in doubt, --deep judges them.
            """
    )

    @Argument(
        help: "RDB files, AOF files, AOF directories or their manifests; - for standard input."
    )
    var paths: [String]

    @Flag(help: "Judge every value of a snapshot and every command of a log as well.")
    var deep = false

    @Option(
        help: ArgumentHelp(
            "Tell whether this server, such as redis-6.2 or valkey-9, will load them.",
            valueName: "server"
        )
    )
    var target: ServerProfile?

    @Flag(
        help: ArgumentHelp(
            "Write an index beside each sound snapshot, so that serve knows all keys at once.",
            discussion: "It is only a cache: one that is missing, stale or damaged is not used."
        )
    )
    var index = false

    @Flag(help: "Print the result as JSON.")
    var json = false

    func execute(_ console: Console) throws -> ExitStatus {
        let meter = ProgressMeter(console)
        defer { meter?.finish() }
        let request = CheckRequest(
            paths: paths,
            depth: deep ? .values : .structure,
            target: target,
            nowMs: Int64(Date().timeIntervalSince1970 * 1000)
        )
        let result = try CheckRun(request, progress: meter).run()
        meter?.finish()
        if json {
            try console.output(json: CheckDocument(result, target: target))
        } else {
            console.output(CheckText.lines(for: result, target).joined(separator: "\n"))
        }
        for failure in result.failures { console.error(failure.description) }
        if index, result.damage == nil { try writeIndexes() }
        let warned = console.report(result.warnings)
        if result.damage != nil { return .damage }
        if !result.failures.isEmpty || result.findings.refusesTarget { return .failed }
        return result.findings.count(of: .warning) > 0 ? .doneWithWarnings : warned
    }

    private func writeIndexes() throws(RecoveryError) {
        for path in paths where DurableOptions.plainSnapshot(path) != nil {
            try SnapshotIndex.write(of: path)
        }
    }
}
