import RedoubtAOF
import RedoubtBytes
import RedoubtKeyspace
import RedoubtRDB

/// Replays the files of a log, from where it joins the dataset, in their order.
struct LogReplay {
    private let layout: LogLayout
    private let span: LogSpan
    private let options: LoadOptions
    private let plan: SplicePlan?
    private let progress: (any ProgressListener)?

    init(
        _ layout: LogLayout,
        span: LogSpan,
        options: LoadOptions,
        plan: SplicePlan? = nil,
        progress: (any ProgressListener)?
    ) {
        self.plan = plan
        self.layout = layout
        self.span = span
        self.options = options
        self.progress = progress
    }

    /// Applies the log to `base`, or to what the log's own base holds.
    func run(on base: consuming Dataset?) throws(RecoveryError) -> Dataset {
        var reader = LogReader(layout, tail: options.isStrict ? .strict : .standard)
        var file = try FileWalk.openNext(&reader)
        var dataset: Dataset
        switch consume base {
        case .some(let given): dataset = given
        case .none: dataset = try ownBase(&reader, of: file)
        }
        var origin = dataset.origin
        let (untouched, splice) = (dataset.untouched.take(), dataset.splice)
        let nowMs = try Self.startTimeMs(origin, firstPath: file?.path)
        var replayer = Replayer(
            dataset.keyspace,
            nowMs: nowMs,
            options: options
        )
        let filter = CommandFilter(options)
        let walk = LogWalk(span, filter: filter, progress: progress)
        var cut: LogCut?
        while let current = file {
            // A file that takes no part is not even read.
            var isReplayed = span.includes(current, at: reader.fileIndex)
            if isReplayed, reader.hasPreamble {
                isReplayed = try FileWalk.passOverPreamble(&reader, of: current, &origin.warnings)
            }
            if isReplayed {
                if case .cut(let here) = try walk.records(of: current, &reader, &replayer) {
                    cut = here
                    break
                }
            }
            // What comes behind the end need not even be sound.
            file = span.ends(inFile: reader.fileIndex) ? nil : try FileWalk.openNext(&reader)
        }
        origin.warnings += Warning.tail(reader.tail, in: layout)
        let result = replayer.finish()
        if result.report.resolvedRelativeTime { origin.warnings.append(.relativeTime) }
        var replayed = Dataset(result.keyspace, origin, replay: result.report, cut: cut)
        if let filter { replayed.rewind = RewindReport(excepted: filter) }
        replayed.untouched = untouched
        replayed.splice = splice
        return replayed
    }

    /// What the log starts from by itself, without any of its records.
    ///
    /// - Parameter spool: takes what is not left where it is.
    func base(spool: PastSpool?) throws(RecoveryError) -> Dataset {
        var reader = LogReader(layout, tail: options.isStrict ? .strict : .standard)
        let file = try FileWalk.openNext(&reader)
        return try ownBase(&reader, of: file, spool: spool)
    }

    // MARK: Files

    /// What the log starts from by itself: its base, its preamble, or nothing.
    private func ownBase(
        _ reader: inout LogReader,
        of file: LogFile?,
        spool: PastSpool? = nil
    ) throws(RecoveryError) -> Dataset {
        guard let file, reader.hasPreamble else {
            let server =
                options.server.map { .requested($0) }
                ?? ServerChoice.assumed(isDirectory: layout.manifest != nil)
            return Dataset(Keyspace(profile: server.profile), DatasetOrigin(server: server))
        }
        let loader = SnapshotLoader(
            path: file.path,
            options: options,
            plan: plan,
            spool: spool,
            progress: progress
        )
        var loaded = try loader.load(reader.takeWindow())
        let isLog = try FileWalk.recordsFollow(
            &loaded.window,
            isPreamble: Preamble.isDeclared(in: loaded.dataset.keyspace.auxiliaries),
            path: file.path,
            &loaded.dataset.origin.warnings
        )
        if isLog { reader.resume(loaded.window) }
        return loaded.dataset
    }

    /// The clock of a log that has none: when its snapshot was written, or its file last changed.
    static func startTimeMs(
        _ origin: DatasetOrigin,
        firstPath: String?
    ) throws(RecoveryError) -> Int64 {
        if let time = origin.createdAtMs { return time }
        guard let firstPath else { return 0 }
        return try SourceFile(firstPath).modificationTimeMs()
    }
}

extension Warning {
    fileprivate static let relativeTime = Warning(
        "the log holds relative expiries and no clock: they were resolved against the time of its "
            + "snapshot or of the file's last change"
    )
}
