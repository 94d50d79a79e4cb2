import ArgumentParser
import RedoubtRecovery

/// `redoubt check`: whether files are sound.
struct Check: ReportingCommand {
    static let configuration = CommandConfiguration(
        abstract: "Verify structure and checksum of a snapshot or a log.",
        discussion: """
            Exit code 0 when sound, 20 when damaged, with the offset and the reason.

            The checksum of a snapshot vouches for the content of its values. For snapshots \
            without one, and where the writer itself is in doubt, --deep decodes them.
            """
    )

    @Argument(
        help: "An RDB file, an AOF file, an AOF directory or its manifest; - for standard input."
    )
    var path: String

    @Flag(help: "Decode every value of a snapshot as well, element by element.")
    var deep = false

    @Flag(help: "Print the result as JSON.")
    var json = false

    func execute(_ console: Console) throws -> ExitStatus {
        let meter = ProgressMeter(console)
        defer { meter?.finish() }
        let depth: CheckRun.Depth = deep ? .values : .structure
        let result = try CheckRun(path: path, depth: depth, progress: meter).run()
        meter?.finish()
        if json {
            try console.output(json: CheckDocument(result))
        } else {
            console.output(CheckText.lines(for: result).joined(separator: "\n"))
        }
        guard result.damage == nil else { return .damage }
        return console.report(result.warnings)
    }
}
