import RedoubtBytes
import RedoubtRDB
import RedoubtValues

/// Writes a dataset as the base of a log: as a snapshot, or as the commands that build it.
struct BaseOutput {
    let request: CompactRequest
    let format: FormatVersion
    /// What is named where something can't be written.
    let path: String
    /// The AUX field by which servers know a snapshot as the beginning of a log.
    let mark: ByteString
    let progress: (any ProgressListener)?

    /// What was written.
    struct Written {
        var snapshot: SnapshotOutput.Written
        /// The version of the snapshot.
        let format: FormatVersion
        var byteCount = 0
        var commandCount = 0
        var warnings: [Warning] = []
    }

    /// Writes the base to `file` and commits it.
    ///
    /// - Parameters:
    ///   - scratch: the path beside which a snapshot is kept while commands are written.
    ///   - last: comes before the commit and may refuse it; nil if nothing is to be committed.
    func write(
        _ dataset: borrowing Dataset,
        to file: consuming AtomicFile,
        scratch: String,
        last: (() throws(RecoveryError) -> Void)?
    ) throws(RecoveryError) -> Written {
        switch request.form {
        case .rdb:
            return try writeSnapshot(dataset, to: file, last: last)
        case .aof:
            return try writeCommands(dataset, to: file, scratch: scratch, last: last)
        }
    }

    private func writeSnapshot(
        _ dataset: borrowing Dataset,
        to file: consuming AtomicFile,
        last: (() throws(RecoveryError) -> Void)?
    ) throws(RecoveryError) -> Written {
        var refusal: RecoveryError?
        let written = try snapshotOutput.write(dataset, to: file, mark: mark) {
            (file) throws(Fault) in
            guard let last else { return }
            do throws(RecoveryError) {
                try last()
            } catch {
                refusal = error
                return
            }
            try file.commit()
        }
        if let refusal { throw refusal }
        return Written(snapshot: written, format: format, byteCount: written.byteCount)
    }

    private var snapshotOutput: SnapshotOutput {
        SnapshotOutput(
            path: path,
            format: format,
            compresses: request.compresses,
            workers: Workers(request.options.jobs),
            progress: progress
        )
    }

    /// Commands are made from a snapshot: so a log is replayed key by key for them as well.
    private func writeCommands(
        _ dataset: borrowing Dataset,
        to file: consuming AtomicFile,
        scratch: String,
        last: (() throws(RecoveryError) -> Void)?
    ) throws(RecoveryError) -> Written {
        let snapshot: AtomicFile
        do throws(Fault) {
            snapshot = try AtomicFile(path: scratch)
        } catch {
            throw RecoveryError(error, file: scratch)
        }
        var content: InputFile?
        let written = try snapshotOutput.write(dataset, to: snapshot, mark: nil) {
            (file) throws(Fault) in
            // The open file outlives its name.
            content = try file.content()
        }
        guard let content else { preconditionFailure("a snapshot that was written can be read") }
        let commands = SnapshotCommands(
            content,
            target: request.target ?? dataset.origin.server.profile,
            path: path,
            progress: progress
        )
        var result = Written(snapshot: written, format: format)
        try commands.write(to: file, &result, last: last)
        return result
    }
}
