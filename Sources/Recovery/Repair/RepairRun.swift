import RedoubtAOF
import RedoubtBytes
import RedoubtCodecs
public import RedoubtCommands

/// Which log to repair, and where to write it.
public struct RepairRequest: Sendable {
    /// The log: a file, a directory, a manifest.
    public var path: String
    /// The file to write, for a directory the directory; nil only tells what would be done.
    public var output: String?
    /// Whether commands that are not known count as damage.
    public var dropsUnknown = false
    /// Whether the end is searched for commands although the last value, by its own length, goes
    /// beyond it: such commands may be part of the value.
    public var searchesCutValues = false
    /// The commands that are known.
    public var commands = CommandTable.standard

    /// Creates a request.
    public init(path: String, output: String?) {
        self.path = path
        self.output = output
    }
}

/// Makes a log that loads from a damaged one, with everything that is still in it.
///
/// The source is read only. What is kept is copied byte for byte; between commands that belonged to
/// different databases a `SELECT` is written where the log's own was lost with a transaction.
///
///     let request = RepairRequest(path: "appendonly.aof", output: "repaired.aof")
///     let report = try RepairRun(request).run()
public struct RepairRun {
    private let request: RepairRequest
    private let progress: (any ProgressListener)?

    /// Prepares a run.
    public init(_ request: RepairRequest, progress: (any ProgressListener)? = nil) {
        self.request = request
        self.progress = progress
    }

    /// Reads every file, and writes the output if one is asked for.
    ///
    /// - Throws: ``RecoveryError``; no output stands under its name then.
    public func run() throws(RecoveryError) -> RepairReport {
        let layout = try openLayout()
        try refuseToOverwriteSources(layout)
        let lock = try OutputLock.take(request.output)
        defer { lock?.release() }
        var report = RepairReport(path: request.path)
        report.missing = layout.missing.map(\.path)
        var plans: [FilePlan] = []
        var keyRoom = LostCommands.keysMax
        for file in layout.files {
            let plan = try FilePlan(of: file, request, keyRoom: keyRoom, progress)
            keyRoom -= plan.result.holes.reduce(0) { $0 + $1.keys.count }
            report.files.append(plan.result)
            plans.append(plan)
        }
        guard layout.manifest == nil ? plans.contains(where: \.holdsCommands) : !plans.isEmpty
        else {
            throw .notALog(request.path)
        }
        report.warnings = Warning.repaired(report)
        if let output = request.output {
            try RepairOutput(layout, output, progress).write(plans)
        }
        return report
    }

    private func openLayout() throws(RecoveryError) -> LogLayout {
        guard request.path != "-" else {
            throw RecoveryError(
                .usage,
                "a repair reads its source twice: write standard input to a file first"
            )
        }
        do throws(LayoutError) {
            return try LogLayout.openPresent(path: request.path)
        } catch {
            var failure = RecoveryError(layout: error)
            if failure.kind == .damage {
                failure.remedies = [
                    "the manifest itself is damaged, and only it tells which files belong to the "
                        + "log: write it anew, a line for each file in order, such as "
                        + "`file appendonly.aof.1.incr.aof seq 1 type i`",
                    "repair the files one by one, each by its own path",
                ]
            }
            throw failure
        }
    }

    /// A source is never changed, so the output must be another file than any of them.
    private func refuseToOverwriteSources(_ layout: LogLayout) throws(RecoveryError) {
        guard let output = request.output else { return }
        var sources = layout.sourcePaths
        if case .directory(let path, _) = layout.location { sources.append(path) }
        for source in sources where Directory.isSameFile(source, output) {
            throw RecoveryError(
                .usage,
                "the output is the source \(source), which is never changed",
                file: output
            )
        }
    }
}

extension RecoveryError {
    fileprivate static func notALog(_ path: String) -> RecoveryError {
        RecoveryError(
            .failure,
            "there are no commands in it: it is a snapshot, or something else than a log",
            file: path,
            remedies: ["`redoubt salvage` mends snapshots"]
        )
    }
}
