import ArgumentParser
import RedoubtRecovery

/// `redoubt inspect`: what a file holds, in a short summary.
struct Inspect: ReportingCommand {
    static let configuration = CommandConfiguration(
        abstract: "Summarise a snapshot or a log.",
        discussion: "Nothing is replayed. docs/json.md describes the JSON object."
    )

    @Argument(
        help: "An RDB file, an AOF file, an AOF directory or its manifest; - for standard input."
    )
    var path: String

    @Flag(help: "Print the summary as JSON.")
    var json = false

    func execute(_ console: Console) throws -> ExitStatus {
        let meter = ProgressMeter(console)
        defer { meter?.finish() }
        let inspection = try InspectRun(path: path, progress: meter).run()
        meter?.finish()
        if json {
            try console.output(json: InspectDocument(inspection))
        } else {
            console.output(InspectText.lines(for: inspection).joined(separator: "\n"))
        }
        return console.report(inspection.warnings)
    }
}
