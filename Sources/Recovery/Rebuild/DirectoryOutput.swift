import RedoubtAOF
import RedoubtBytes

/// Writes a dataset as a log directory: a base that is a snapshot, and an increment with what was
/// not replayed.
struct DirectoryOutput {
    private let request: RebuildRequest
    private let layout: LogLayout?
    private let progress: (any ProgressListener)?

    init(_ request: RebuildRequest, _ layout: LogLayout?, progress: (any ProgressListener)?) {
        self.request = request
        self.layout = layout
        self.progress = progress
    }

    /// Writes the files and then the manifest; before that a server takes the directory for empty.
    func write(_ dataset: borrowing Dataset) throws(RecoveryError) -> RebuildResult {
        var format = try dataset.formatByDefault()
        if let requested = request.format { format = requested }
        var directory = try begin()
        let base = SnapshotOutput(
            path: request.output,
            format: format,
            compresses: request.compresses,
            workers: Workers(request.options.jobs),
            progress: progress
        )
        let written = try base.write(
            dataset,
            to: newFile(.base, in: &directory),
            mark: "aof-base"
        )
        let outcome = try writeIncrement(dataset.cut, in: &directory)
        try commit(directory)
        return RebuildResult(
            dataset,
            format,
            written,
            carried: outcome?.report,
            warnings: (outcome?.warnings ?? []) + Warning.carried(outcome?.report)
        )
    }

    private func writeIncrement(
        _ cut: LogCut?,
        in directory: inout AOFDirectoryWriter
    ) throws(RecoveryError) -> CarriedLog.Outcome? {
        let file = try newFile(.increment, in: &directory)
        var outcome: CarriedLog.Outcome?
        if let cut, let layout {
            outcome = try CarriedLog(
                layout,
                from: cut,
                options: request.options,
                progress: progress
            ).copy(to: file, at: request.output)
        }
        do throws(Fault) {
            try file.commit()
        } catch {
            throw RecoveryError(error, file: request.output)
        }
        return outcome
    }

    // MARK: Steps of the writer

    private func begin() throws(RecoveryError) -> AOFDirectoryWriter {
        do throws(LayoutError) {
            return try AOFDirectoryWriter(directory: request.output)
        } catch {
            throw RecoveryError(layout: error)
        }
    }

    private func newFile(
        _ role: AOFFileInfo.Role,
        in directory: inout AOFDirectoryWriter
    ) throws(RecoveryError) -> AtomicFile {
        do throws(LayoutError) {
            return try directory.newFile(role, isSnapshot: role == .base)
        } catch {
            throw RecoveryError(layout: error)
        }
    }

    private func commit(_ directory: consuming AOFDirectoryWriter) throws(RecoveryError) {
        do throws(LayoutError) {
            try directory.commit()
        } catch {
            throw RecoveryError(layout: error)
        }
    }
}

extension Warning {
    /// The dataset is whole only on a server that carries the rest out.
    fileprivate static func carried(_ report: CarriedReport?) -> [Warning] {
        guard let report else { return [] }
        let names = report.commands.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
            .prefix(10).map { "\($0.value) \($0.key)" }
        return [
            Warning(
                "\(report.file): offset \(report.offset): \(report.command) is not known: "
                    + "\(report.count) commands from here on were carried over to the increment "
                    + "and not replayed (\(names.joined(separator: ", ")))"
            )
        ]
    }
}
