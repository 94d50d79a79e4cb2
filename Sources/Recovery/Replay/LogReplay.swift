import RedoubtAOF
import RedoubtBytes
import RedoubtKeyspace
import RedoubtRDB
import RedoubtRESP

/// Replays the files of a log, from where it joins the dataset, in their order.
struct LogReplay {
    private let layout: LogLayout
    private let start: LogStart
    private let options: LoadOptions
    private let plan: SplicePlan?
    private let progress: (any ProgressListener)?

    init(
        _ layout: LogLayout,
        start: LogStart,
        options: LoadOptions,
        plan: SplicePlan? = nil,
        progress: (any ProgressListener)?
    ) {
        self.plan = plan
        self.layout = layout
        self.start = start
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
        let nowMs = try startTimeMs(origin, file)
        var replayer = Replayer(
            dataset.keyspace,
            nowMs: nowMs,
            options: options
        )
        var cut: LogCut?
        while let current = file {
            // A file that takes no part is not even read.
            var isReplayed = start.includes(current, at: reader.fileIndex)
            if isReplayed, reader.hasPreamble {
                isReplayed = try FileWalk.passOverPreamble(&reader, of: current, &origin.warnings)
            }
            if isReplayed {
                replayer.beginFile()
                try approachStart(&reader, &replayer, of: current)
                cut = try replay(current, &reader, &replayer)
                if cut != nil { break }
            }
            file = try FileWalk.openNext(&reader)
        }
        origin.warnings += Warning.tail(reader.tail, in: layout)
        let result = replayer.finish()
        if result.report.resolvedRelativeTime { origin.warnings.append(.relativeTime) }
        var replayed = Dataset(result.keyspace, origin, replay: result.report, cut: cut)
        replayed.untouched = untouched
        replayed.splice = splice
        return replayed
    }

    // MARK: Files

    /// What the log starts from by itself: its base, its preamble, or nothing.
    private func ownBase(
        _ reader: inout LogReader,
        of file: LogFile?
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
    private func startTimeMs(
        _ origin: DatasetOrigin,
        _ file: LogFile?
    ) throws(RecoveryError) -> Int64 {
        if let time = origin.createdAtMs { return time }
        guard let file else { return 0 }
        return try SourceFile(file.path).modificationTimeMs()
    }

    // MARK: Records

    /// Reads up to the offset at which the replay starts: for the database that is selected there.
    private func approachStart(
        _ reader: inout LogReader,
        _ replayer: inout Replayer,
        of file: LogFile
    ) throws(RecoveryError) {
        guard case .position(reader.fileIndex, let offset) = start else { return }
        guard reader.goodOffset <= offset else {
            throw .misplacedStart(
                offset,
                in: file,
                "the records of the log begin behind this offset",
                nearest: [reader.goodOffset]
            )
        }
        var recordStart = reader.goodOffset
        while reader.offset < offset {
            recordStart = reader.offset
            guard let item = try FileWalk.next(&reader, in: file) else { break }
            switch item {
            case .record: replayer.follow(reader)
            case .annotation(timestampSeconds: let time?): replayer.setClock(seconds: time)
            case .annotation(timestampSeconds: nil): break
            }
        }
        guard reader.offset == offset else {
            let isBehindEnd = reader.offset < offset
            throw .misplacedStart(
                offset,
                in: file,
                isBehindEnd ? "the log ends before this offset" : "this offset is inside a command",
                nearest: isBehindEnd ? [reader.offset] : [recordStart, reader.offset]
            )
        }
        guard !reader.isInTransaction else {
            throw .misplacedStart(
                offset,
                in: file,
                "a transaction is open at this offset",
                nearest: [reader.goodOffset]
            )
        }
    }

    /// - Returns: where a command that is not known ended the replay, if it may.
    private func replay(
        _ file: LogFile,
        _ reader: inout LogReader,
        _ replayer: inout Replayer
    ) throws(RecoveryError) -> LogCut? {
        var reported = 0
        while let item = try FileWalk.next(&reader, in: file) {
            switch item {
            case .record:
                if let cut = try replayer.apply(reader, file: file.path) { return cut }
            case .annotation(timestampSeconds: let time?): replayer.annotate(time)
            case .annotation(timestampSeconds: nil): break
            }
            if reader.offset - reported > 1 << 20 {
                reported = reader.offset
                progress?.progress(.replaying, done: reported, total: reader.sizeMax)
            }
        }
        return nil
    }
}

extension Warning {
    fileprivate static let relativeTime = Warning(
        "the log holds relative expiries and no clock: they were resolved against the time of its "
            + "snapshot or of the file's last change"
    )
}

extension RecoveryError {
    fileprivate static func misplacedStart(
        _ offset: Int,
        in file: LogFile,
        _ cause: String,
        nearest: [Int]
    ) -> RecoveryError {
        RecoveryError(
            .usage,
            cause,
            file: file.path,
            offset: offset,
            remedies: nearest.map { "--log-from \($0) lies between two commands" }
        )
    }
}
