public import ArgumentParser
public import RedoubtRecovery

extension CompactRequest.BaseForm: ExpressibleByArgument {}

/// `redoubt compact`: the shortest log for the same dataset.
struct Compact: ReportingCommand {
    static let configuration = CommandConfiguration(
        abstract: "Write the shortest log for the dataset of a log.",
        discussion: """
            The result is a log directory: a base, an increment without commands, and a manifest. \
            With --in-place it replaces the log, whose server must be stopped; killed at any \
            moment the old log stands there or the new one. See docs/compact.md.
            """
    )

    @Argument(help: "An AOF file, an AOF directory or its manifest.")
    var path: String

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("The directory to write, which must hold no log.", valueName: "path")
    )
    var output: String?

    @Flag(help: "Replace the log; a single file stays one.")
    var inPlace = false

    @Flag(help: "Write nothing, and print the same report.")
    var dryRun = false

    @Option(
        help: ArgumentHelp(
            "What the base is made of: a snapshot (rdb) or commands (aof).",
            valueName: "rdb|aof"
        )
    )
    var format = CompactRequest.BaseForm.rdb

    @Flag(help: "Take the server for stopped where it can not be looked up.")
    var assumeStopped = false

    @OptionGroup var target: TargetOption
    @OptionGroup var serverOption: ServerOption
    @OptionGroup var scripts: ScriptOptions
    @OptionGroup var jobs: JobsOption
    @OptionGroup var memory: MemoryOption

    @Flag(help: "Refuse a log whose last command or transaction is cut off.")
    var strict = false

    @Flag(help: "Write strings of a snapshot without LZF compression.")
    var noCompression = false

    @Flag(help: "Print the result as JSON.")
    var json = false

    func execute(_ console: Console) throws -> ExitStatus {
        let meter = ProgressMeter(console)
        defer { meter?.finish() }
        let result = try CompactRun(request(), progress: meter).run()
        meter?.finish()
        if json {
            try console.output(json: CompactDocument(result, path: path, isInPlace: inPlace))
        } else {
            console.output(CompactText.lines(for: result).joined(separator: "\n"))
        }
        return console.report(result.warnings)
    }

    private func request() throws(RecoveryError) -> CompactRequest {
        guard output == nil || !inPlace else {
            throw RecoveryError(.usage, "--output and --in-place exclude each other")
        }
        guard output != nil || inPlace || dryRun else {
            throw RecoveryError(.usage, "name an --output, or ask for --in-place or a --dry-run")
        }
        let destination: CompactRequest.Destination =
            dryRun ? .nowhere : output.map { .directory($0) } ?? .inPlace
        var request = CompactRequest(path: path, destination: destination)
        request.form = format
        request.format = try target.format()
        request.target = target.target
        request.options = LoadOptions(server: serverOption.server, isStrict: strict)
        request.options.scriptLimits = scripts.limits
        request.options.jobs = jobs.jobs
        request.options.memoryMax = memory.maxMemory?.count
        request.compresses = !noCompression
        request.assumesStopped = assumeStopped
        return request
    }
}
