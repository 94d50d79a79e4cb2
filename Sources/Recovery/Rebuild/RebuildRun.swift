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
        let layout = try request.log.map { path throws(RecoveryError) in
            try LogLayout(opening: path)
        }
        try refuseToOverwriteSources(layout)
        let loader = DatasetLoader(request.options, progress: progress)
        let dataset = try loader.load(
            snapshot: request.snapshot,
            log: layout,
            alignment: request.alignment
        )
        return try write(dataset)
    }

    private func write(_ dataset: borrowing Dataset) throws(RecoveryError) -> RebuildResult {
        let format = request.format ?? dataset.origin.format ?? dataset.lowestFormat()
        let output = SnapshotOutput(
            path: request.output,
            format: format,
            compresses: request.compresses,
            progress: progress
        )
        return RebuildResult(
            format: format,
            server: dataset.origin.server,
            keyCount: dataset.keyspace.count,
            databaseCount: dataset.keyspace.databaseNumbers.count,
            functionCount: dataset.keyspace.functions.count,
            byteCount: try output.write(dataset),
            replay: dataset.replay,
            warnings: dataset.origin.warnings
        )
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
    /// The version for a log without a snapshot: the one that both families read, or the first
    /// that can hold fields with an expiry.
    fileprivate borrowing func lowestFormat() -> FormatVersion {
        if origin.server.origin != .assumed { return .target(origin.server.profile) }
        return keyspace.hasFieldExpiries ? .redis(12) : .redis(11)
    }
}
