import RedoubtAOF
import RedoubtBytes
import RedoubtKeyspace
import RedoubtRDB

/// Merges a snapshot with a log into a new snapshot.
///
/// The sources are read only. The output appears whole or not at all.
///
///     let request = RebuildRequest(snapshot: nil, log: "appendonlydir", output: "rebuilt.rdb")
///     let result = try RebuildRun(request).run()
///     print(result.keyCount)
public struct RebuildRun {
    private let request: RebuildRequest
    private let progress: (any ProgressListener)?

    /// Prepares a run.
    public init(_ request: RebuildRequest, progress: (any ProgressListener)? = nil) {
        self.request = request
        self.progress = progress
    }

    /// Reads, replays and writes.
    ///
    /// - Throws: ``RecoveryError``; the output is then as it was before.
    public func run() throws(RecoveryError) -> RebuildResult {
        guard request.snapshot != nil || request.log != nil else {
            throw RecoveryError(.usage, "name a --snapshot, a --log, or both")
        }
        if request.options.isRewound {
            guard request.log != nil else { throw .rewindWithoutLog }
            guard !request.carriesUnknown else { throw .rewindWhileCarrying }
        }
        let layout = try request.log.map { path throws(RecoveryError) in
            try LogLayout(opening: path)
        }
        try refuseToOverwriteSources(layout)
        let lock = try OutputLock.take(request.output)
        defer { lock?.release() }
        var result = try rebuild(layout)
        result.resources = try ResourceUse(
            reading: [request.snapshot].compactMap { $0 } + (layout?.sourcePaths ?? []),
            writing: result.byteCount + (result.carried?.byteCount ?? 0),
            scratch: result.scratchByteCount
        )
        return result
    }

    private func rebuild(_ layout: LogLayout?) throws(RecoveryError) -> RebuildResult {
        var options = request.options
        options.carriesUnknown = request.carriesUnknown
        options.scratch = request.output
        let workers = Workers(request.options.jobs)
        let early =
            request.carriesUnknown
            ? nil : EarlyCopy(to: request.output, compresses: request.compresses, workers: workers)
        let splice = request.splices ? SpliceOption(target: request.format, early: early) : nil
        // Whatever goes wrong, nothing is left of what was begun.
        defer { early?.abandon() }
        let loader = DatasetLoader(options, splice: splice, progress: progress)
        let dataset = try loader.load(
            snapshot: request.snapshot,
            log: layout,
            alignment: request.alignment
        )
        if request.carriesUnknown {
            return try DirectoryOutput(request, layout, progress: progress).write(dataset)
        }
        let format = try format(of: dataset)
        let output = SnapshotOutput(
            path: request.output,
            format: format,
            compresses: request.compresses,
            workers: workers,
            early: early,
            progress: progress
        )
        return RebuildResult(dataset, format, try output.write(dataset))
    }

    private func format(of dataset: borrowing Dataset) throws(RecoveryError) -> FormatVersion {
        if let format = request.format { return format }
        return try dataset.formatByDefault()
    }

    /// A source is never changed, so the output must be another file than any of them.
    private func refuseToOverwriteSources(_ layout: LogLayout?) throws(RecoveryError) {
        let sources = [request.snapshot].compactMap { $0 } + (layout?.sourcePaths ?? [])
        for source in sources where Directory.isSameFile(source, request.output) {
            throw RecoveryError(
                .usage,
                "the output is the same file as the source \(source), which is never changed",
                file: request.output
            )
        }
    }
}

extension Dataset {
    /// The version to write where none is asked for.
    ///
    /// For a log without a snapshot it is that of the server that wrote the log. Where that is only
    /// assumed, several servers may have: a single file gets a version that all from Redis 5.0 on
    /// read; a directory one that both families read, unless a field expires.
    func formatByDefault() throws(RecoveryError) -> FormatVersion {
        if let format = origin.format { return format }
        let format = FormatVersion.target(origin.server.profile)
        guard origin.server.origin == .assumed, format == .redis(12) else { return format }
        if let keyed { return try keyed.leavesFieldExpiries() ? format : .redis(11) }
        return keyspace.hasFieldExpiries ? format : .redis(11)
    }
}

extension RebuildResult {
    init(
        _ dataset: borrowing Dataset,
        _ format: FormatVersion,
        _ written: SnapshotOutput.Written,
        carried: CarriedReport? = nil,
        warnings: [Warning] = []
    ) {
        self.init(
            format: format,
            server: dataset.origin.server,
            keyCount: written.keyCount,
            databaseCount: written.databaseCount,
            functionCount: dataset.keyspace.functions.count,
            byteCount: written.byteCount,
            replay: written.replay ?? dataset.replay,
            splice: dataset.splice,
            scratchByteCount: (dataset.keyed?.scratchByteCount ?? 0)
                + (dataset.untouched?.scratchByteCount ?? 0),
            rewind: dataset.rewind,
            carried: carried,
            warnings: dataset.origin.warnings + warnings
        )
    }
}
