import RedoubtAOF
import RedoubtBytes
import RedoubtKeyspace
import RedoubtRDB

/// Writes the shortest log for the dataset of a log: a base, and an increment without commands.
///
/// A new log appears whole or not at all. In place the directory holds the old log or the new one
/// at every moment, see ``RedoubtAOF/AOFDirectorySwitch``.
///
///     let request = CompactRequest(path: "appendonlydir", destination: .inPlace)
///     let result = try CompactRun(request).run()
///     print(result.before.byteCount, result.after.byteCount)
public struct CompactRun {
    let request: CompactRequest
    let progress: (any ProgressListener)?

    /// Prepares a run.
    public init(_ request: CompactRequest, progress: (any ProgressListener)? = nil) {
        self.request = request
        self.progress = progress
    }

    /// Reads, replays and writes.
    ///
    /// - Throws: ``RecoveryError``; the log is then as it was before.
    public func run() throws(RecoveryError) -> CompactResult {
        let layout = try LogLayout(opening: request.path)
        switch request.destination {
        case .directory(let output): return try write(layout, to: output)
        case .inPlace: return try replace(layout)
        case .nowhere: return try rehearse(layout)
        }
    }

    // MARK: To a new place

    private func write(
        _ layout: LogLayout,
        to output: String
    ) throws(RecoveryError) -> CompactResult {
        try refuseSource(layout, as: output)
        let lock = try OutputLock.take(output)
        defer { lock?.release() }
        // Whatever can't be written is better known before the log is read.
        var directory = try RecoveryError.ofLayout { () throws(LayoutError) in
            try AOFDirectoryWriter(directory: output)
        }
        let before = try Self.byteCount(of: layout)
        // A name that is cleared away like those of the log's files, should the run be killed.
        let scratch = "\(output)/appendonly.aof.1.snapshot"
        let dataset = try load(layout, scratch: scratch)
        let base = try RecoveryError.ofLayout { () throws(LayoutError) in
            try directory.newFile(.base, isSnapshot: request.form == .rdb)
        }
        let written = try baseOutput(dataset, path: output, mark: "aof-base").write(
            dataset,
            to: base,
            scratch: scratch
        ) {}
        let increment = try RecoveryError.ofLayout { () throws(LayoutError) in
            try directory.newFile(.increment, isSnapshot: false)
        }
        do throws(Fault) {
            try increment.commit()
        } catch {
            throw RecoveryError(error, file: output)
        }
        do throws(LayoutError) {
            try directory.commit()
        } catch {
            throw RecoveryError(layout: error)
        }
        var result = CompactResult(dataset, written, layout, request, before: before)
        result.after.fileCount = 2
        result.output = output
        return result
    }

    private func refuseSource(
        _ layout: LogLayout,
        as output: String
    ) throws(RecoveryError) {
        var sources = layout.sourcePaths
        if case .directory(let path, _) = layout.location { sources.append(path) }
        for source in sources where Directory.isSameFile(source, output) {
            throw RecoveryError(
                .usage,
                "the output is the source \(source)",
                file: output,
                remedies: ["--in-place replaces the log where it is"]
            )
        }
    }

    // MARK: To nowhere

    private func rehearse(_ layout: LogLayout) throws(RecoveryError) -> CompactResult {
        let scratch = "\(Directory.temporary)/redoubt-compact"
        let before = try Self.byteCount(of: layout)
        let dataset = try load(layout, scratch: scratch)
        let nothing: AtomicFile
        do throws(Fault) {
            nothing = try AtomicFile(discardingFor: request.path)
        } catch {
            throw RecoveryError(error, file: request.path)
        }
        let written = try baseOutput(dataset, path: request.path, mark: "aof-base").write(
            dataset,
            to: nothing,
            scratch: scratch,
            last: nil
        )
        var result = CompactResult(dataset, written, layout, request, before: before)
        result.after.fileCount = 2
        return result
    }

    // MARK: Steps

    func load(_ layout: LogLayout, scratch: String) throws(RecoveryError) -> Dataset {
        var options = request.options
        options.scratch = scratch
        let splice = SpliceOption(target: request.format, early: nil)
        return try DatasetLoader(options, splice: splice, progress: progress)
            .load(snapshot: nil, log: layout, alignment: .unstated)
    }

    func baseOutput(
        _ dataset: borrowing Dataset,
        path: String,
        mark: ByteString
    ) throws(RecoveryError) -> BaseOutput {
        var format = try dataset.formatOfBase()
        if let requested = request.format { format = requested }
        return BaseOutput(
            request: request,
            format: format,
            path: path,
            mark: mark,
            progress: progress
        )
    }
}

extension Dataset {
    /// The version of a base where none is asked for.
    ///
    /// A log must load where it came from: where nothing names the server of a directory, it gets
    /// the version of Redis 7.0, the first that has directories, unless a field expires.
    fileprivate func formatOfBase() throws(RecoveryError) -> FormatVersion {
        let format = try formatByDefault()
        return origin.format == nil && origin.server.origin == .assumed && format == .redis(11)
            ? .redis(10) : format
    }
}

extension RecoveryError {
    /// Carries out a step on a layout.
    static func ofLayout<Result: ~Copyable>(
        _ step: () throws(LayoutError) -> Result
    ) throws(RecoveryError) -> Result {
        do throws(LayoutError) {
            return try step()
        } catch {
            throw RecoveryError(layout: error)
        }
    }

    /// Carries out a step on the file or directory at `path`.
    static func naming<Result: ~Copyable>(
        _ path: String,
        _ step: () throws(Fault) -> Result
    ) throws(RecoveryError) -> Result {
        do throws(Fault) {
            return try step()
        } catch {
            throw RecoveryError(error, file: path)
        }
    }
}

extension CompactResult {
    init(
        _ dataset: borrowing Dataset,
        _ written: BaseOutput.Written,
        _ layout: LogLayout,
        _ request: CompactRequest,
        before byteCount: Int
    ) {
        form = request.form
        format = request.form == .rdb ? written.format : nil
        server = dataset.origin.server
        keyCount = written.snapshot.keyCount
        databaseCount = written.snapshot.databaseCount
        functionCount = dataset.keyspace.functions.count
        replay = written.snapshot.replay ?? dataset.replay
        warnings = dataset.origin.warnings + written.warnings
        after.byteCount = written.byteCount
        after.commandCount = written.commandCount
        before.commandCount = replay?.commands.values.reduce(0) { $0 + $1.count } ?? 0
        before.fileCount = layout.files.count
        before.byteCount = byteCount
    }
}
