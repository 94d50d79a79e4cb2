import ArgumentParser
import RedoubtRecovery

/// `--snapshot`, `--log`, `--log-from` and `--assume-aligned`: the files of a dataset, and how they
/// belong together.
struct SourceOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The snapshot to start from (an RDB file).", valueName: "file"))
    var snapshot: String?

    @Option(
        help: ArgumentHelp(
            "The log to replay: an AOF file, an AOF directory or its manifest.",
            valueName: "path"
        )
    )
    var log: String?

    @Option(
        help: ArgumentHelp(
            "The length that the log had when the snapshot was taken; FILE:OFFSET in a directory.",
            valueName: "offset"
        )
    )
    var logFrom: LogPosition?

    @Flag(help: "Replay the log's commands onto the snapshot without proof that they belong there.")
    var assumeAligned = false

    func validate() throws {
        guard logFrom == nil || !assumeAligned else {
            throw ValidationError("--log-from and --assume-aligned exclude each other")
        }
    }

    /// How snapshot and log belong together.
    var alignment: Alignment {
        logFrom.map { .logFrom($0) } ?? (assumeAligned ? .assumed : .unstated)
    }
}
