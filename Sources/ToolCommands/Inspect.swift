import ArgumentParser
import RedoubtBytes
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

    @Option(
        help: ArgumentHelp(
            "Show this key of the snapshot; module values are decoded as far as is known.",
            valueName: "key"
        )
    )
    var key: String?

    @Option(help: ArgumentHelp("The database of the key.", valueName: "number"))
    var database = 0

    @Flag(help: "Print the summary as JSON.")
    var json = false

    func execute(_ console: Console) throws -> ExitStatus {
        let meter = ProgressMeter(console)
        defer { meter?.finish() }
        if let key { return try show(key, console, meter) }
        let inspection = try InspectRun(path: path, progress: meter).run()
        meter?.finish()
        if json {
            try console.output(json: InspectDocument(inspection))
        } else {
            console.output(InspectText.lines(for: inspection).joined(separator: "\n"))
        }
        return console.report(inspection.warnings)
    }

    private func show(
        _ key: String,
        _ console: Console,
        _ meter: ProgressMeter?
    ) throws -> ExitStatus {
        let run = InspectRun(path: path, progress: meter)
        let inspection = try run.key(ByteString(key), database: database)
        meter?.finish()
        if json {
            try console.output(json: KeyDocument(inspection, key: key))
        } else {
            console.output(KeyText.lines(for: inspection, key: key).joined(separator: "\n"))
        }
        return console.report(inspection.warnings)
    }
}
