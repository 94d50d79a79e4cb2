import ArgumentParser
import RedoubtRecovery

/// `redoubt digest`: the fingerprint that `DEBUG DIGEST` answers.
struct Digest: ReportingCommand {
    static let configuration = CommandConfiguration(
        abstract: "Print the dataset digest that DEBUG DIGEST answers on a server.",
        discussion: "The digest stands on the last line of standard output. See "
            + "docs/formats/digest.md for what it covers and where versions differ."
    )

    @Argument(
        help: "An RDB file, an AOF file, an AOF directory or its manifest; - for standard input."
    )
    var path: String

    @OptionGroup(title: "Rewinding") var rewind: RewindOptions
    @OptionGroup var serverOption: ServerOption
    @OptionGroup var scripts: ScriptOptions
    @OptionGroup var jobs: JobsOption

    @Flag(help: "Refuse a log whose last command or transaction is cut off.")
    var strict = false

    @Flag(help: "Print the result as JSON.")
    var json = false

    func execute(_ console: Console) throws -> ExitStatus {
        let meter = ProgressMeter(console)
        defer { meter?.finish() }
        var options = LoadOptions(server: serverOption.server, isStrict: strict)
        options.scriptLimits = scripts.limits
        options.jobs = jobs.jobs
        try rewind.apply(to: &options)
        let result = try DigestRun(path: path, options: options, progress: meter).run()
        meter?.finish()
        if json {
            try console.output(json: DigestDocument(result, path: path))
        } else {
            if result.server.origin == .assumed {
                console.note(
                    "redoubt: \(path) names no server; hashed as \(result.server.profile) would "
                        + "(choose with --as)"
                )
            }
            console.output(result.hex)
        }
        return console.report(result.warnings)
    }
}
