import ArgumentParser
import RedoubtRecovery

/// `redoubt rebuild`: a snapshot and a log in, the same dataset out.
struct Rebuild: ReportingCommand {
    static let configuration = CommandConfiguration(
        abstract: "Merge a snapshot with a log tail into a new snapshot.",
        discussion: """
            A log directory, a log with an RDB preamble and a log that starts from nothing are \
            rebuilt by themselves. A separate snapshot is joined with a log only where it is \
            certain that the log begins where the snapshot ends: see --log-from and \
            --assume-aligned, and docs/joining.md.
            """
    )

    @OptionGroup var source: SourceOptions

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp(
            "The file to write; with --carry-unknown a directory.",
            valueName: "path"
        )
    )
    var output: String

    @OptionGroup(title: "Rewinding") var rewind: RewindOptions
    @OptionGroup var target: TargetOption
    @OptionGroup var serverOption: ServerOption
    @OptionGroup var scripts: ScriptOptions
    @OptionGroup var jobs: JobsOption
    @OptionGroup var memory: MemoryOption

    @Flag(help: "Refuse a log whose last command or transaction is cut off.")
    var strict = false

    @Flag(help: "Count the keys that the log changes, which takes memory for each of them.")
    var countKeys = false

    @Flag(
        help: ArgumentHelp(
            "Write a log directory, which hands on what can not be replayed.",
            discussion: "From the first command on that is not known, such as one of a module, the "
                + "log goes to the directory's increment as it is; its base is the dataset up to "
                + "there. A server that knows the command loads the directory. See docs/modules.md."
        )
    )
    var carryUnknown = false

    @Flag(help: "Write strings without LZF compression.")
    var noCompression = false

    @Flag(help: "Print the result as JSON.")
    var json = false

    func execute(_ console: Console) throws -> ExitStatus {
        let meter = ProgressMeter(console)
        defer { meter?.finish() }
        let result = try RebuildRun(request(), progress: meter).run()
        meter?.finish()
        if json {
            try console.output(json: RebuildDocument(result))
        } else {
            console.output(RebuildText.lines(for: result, output: output).joined(separator: "\n"))
        }
        return console.report(result.warnings)
    }

    private func request() throws(RecoveryError) -> RebuildRequest {
        var request = RebuildRequest(
            snapshot: source.snapshot,
            log: source.log,
            output: output
        )
        request.alignment = source.alignment
        request.format = try target.format()
        request.options = LoadOptions(server: serverOption.server, isStrict: strict)
        request.options.countsKeys = countKeys
        request.options.scriptLimits = scripts.limits
        request.options.jobs = jobs.jobs
        request.options.memoryMax = memory.maxMemory?.count
        try rewind.apply(to: &request.options)
        request.carriesUnknown = carryUnknown
        request.compresses = !noCompression
        return request
    }
}
