import ArgumentParser
import RedoubtRecovery

/// `redoubt salvage`: what can be saved of a damaged snapshot.
struct Salvage: ReportingCommand {
    static let configuration = CommandConfiguration(
        abstract: "Save what can be read of a damaged snapshot.",
        discussion: """
            Decodes up to the damage, finds where records begin again, and goes on. The output is \
            a sound snapshot of the same version; the report tells what is lost and which keys \
            are suspect. See docs/salvage.md for what the words mean.

            Exit code 0 when nothing was wrong, 3 when something was saved of a damaged file, 20 \
            when no key can be read.
            """
    )

    @Argument(help: "A damaged RDB file, or an AOF file that begins with one; not compressed.")
    var path: String

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("The snapshot to write.", valueName: "path")
    )
    var output: String?

    @Flag(help: "Print the report and write nothing.")
    var dryRun = false

    @Flag(help: "Keep the leading elements of lists, sets, sorted sets and hashes that are cut.")
    var partialValues = false

    @Flag(help: "Leave out the keys that are suspect.")
    var withoutSuspects = false

    @Flag(help: "Tell of a changed byte that the checksum proves, but do not put it right.")
    var noRepair = false

    @Flag(help: "Print the report as JSON.")
    var json = false

    func execute(_ console: Console) throws -> ExitStatus {
        guard dryRun != (output != nil) else {
            throw RecoveryError(.usage, "name an --output, or ask for a --dry-run")
        }
        let meter = ProgressMeter(console)
        defer { meter?.finish() }
        var request = SalvageRequest(path: path, output: output)
        request.keepsPartialValues = partialValues
        request.dropsSuspects = withoutSuspects
        request.repairsBytes = !noRepair
        let report = try SalvageRun(request, progress: meter).run()
        meter?.finish()
        if json {
            try console.output(json: SalvageDocument(report))
        } else {
            console.output(SalvageText.lines(for: report, output: output).joined(separator: "\n"))
        }
        return console.report(report.warnings)
    }
}
