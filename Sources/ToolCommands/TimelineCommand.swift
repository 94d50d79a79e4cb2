import ArgumentParser
import RedoubtRecovery

/// `redoubt timeline`: what one can rewind a log to.
struct TimelineCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "timeline",
        abstract: "List the times, offsets and destructive commands of a log.",
        discussion: """
            Offsets are places where the log can be cut: between two commands and outside of \
            transactions. Times come from #TS annotations (aof-timestamp-enabled). Destructive \
            are FLUSHALL, FLUSHDB, SWAPDB and deletions of many keys.

            A pattern is words with *, ? and [a-z]: 'DEL user:*' fits every DEL of such a key, \
            'FLUSH*' the flushes. See docs/timeline.md.
            """
    )

    @Argument(help: "An AOF file, an AOF directory or its manifest; - for standard input.")
    var path: String

    @Option(
        help: ArgumentHelp(
            "List the commands that fit this pattern instead of the destructive ones.",
            valueName: "pattern"
        )
    )
    var grep: String?

    @Option(
        help: ArgumentHelp("From how many keys on a DEL is listed.", valueName: "count")
    )
    var keys = 100

    @Flag(help: "List every annotated second and every command, however many there are.")
    var all = false

    @Flag(help: "Print the result as JSON.")
    var json = false

    func execute(_ console: Console) throws -> ExitStatus {
        let meter = ProgressMeter(console)
        defer { meter?.finish() }
        let timeline = try TimelineRun(request(), progress: meter).run()
        meter?.finish()
        if json {
            try console.output(json: TimelineDocument(timeline, pattern: grep))
        } else {
            let lines = TimelineText.lines(for: timeline, pattern: grep)
            console.output(lines.joined(separator: "\n"))
        }
        if let damage = timeline.damage {
            console.error(damage.description)
            return .damage
        }
        return console.report(timeline.warnings)
    }

    private func request() throws(RecoveryError) -> TimelineRequest {
        var request = TimelineRequest(path: path)
        request.keyCountMin = max(keys, 1)
        if all { request.countMax = nil }
        if let grep {
            guard let pattern = CommandPattern(grep) else {
                throw RecoveryError(.usage, "the pattern of --grep has no word")
            }
            request.pattern = pattern
        }
        return request
    }
}
