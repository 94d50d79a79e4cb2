import ArgumentParser
import RedoubtRecovery

/// `redoubt repair`: a log that loads from a damaged one.
struct RepairCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "repair",
        abstract: "Write a log that loads from a damaged one, with all that is still in it.",
        discussion: """
            The source is only read. Damage is left out where it stands, commands around it are \
            kept byte for byte, a transaction is kept whole or not at all, and the keys that lost \
            commands name are listed. A directory is written as a new directory.

            Exit code 0 when nothing was damaged, 3 when something is missing in the output, 20 \
            when damage is left in it that `salvage` mends. See docs/repair.md.
            """
    )

    @Argument(help: "An AOF file, an AOF directory or its manifest.")
    var path: String

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp(
            "The file to write; for a directory the directory.",
            valueName: "path"
        )
    )
    var output: String?

    @Flag(help: "Write nothing, and print the same report.")
    var dryRun = false

    @Flag(help: "Leave commands out that are not known, which else are kept.")
    var dropUnknown = false

    @Flag(help: "Take commands at the end although by its own length the last value holds them.")
    var searchCutValue = false

    @Flag(help: "Print the result as JSON.")
    var json = false

    func execute(_ console: Console) throws -> ExitStatus {
        guard output != nil || dryRun else {
            throw RecoveryError(.usage, "name an --output, or ask for a --dry-run")
        }
        let meter = ProgressMeter(console)
        defer { meter?.finish() }
        var request = RepairRequest(path: path, output: dryRun ? nil : output)
        request.dropsUnknown = dropUnknown
        request.searchesCutValues = searchCutValue
        let report = try RepairRun(request, progress: meter).run()
        meter?.finish()
        if json {
            try console.output(json: RepairDocument(report))
        } else {
            console.output(RepairText.lines(for: report).joined(separator: "\n"))
        }
        let status = console.report(report.warnings)
        return report.leavesDamage ? .damage : status
    }
}
