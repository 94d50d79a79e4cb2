public import RedoubtAOF
import RedoubtBytes
import RedoubtCodecs
import RedoubtKeyspace
import RedoubtRDB

/// Reads a dataset from a snapshot, from a log, or from both.
public struct DatasetLoader {
    private let options: LoadOptions
    private let progress: (any ProgressListener)?
    /// Whether keys that the log does not touch may stay in the snapshot, for which output version.
    private var splice: SpliceOption?

    /// Prepares a loader.
    public init(_ options: LoadOptions = LoadOptions(), progress: (any ProgressListener)? = nil) {
        self.options = options
        self.progress = progress
    }

    /// Prepares a loader that leaves untouched keys where they are, for whoever copies them.
    init(_ options: LoadOptions, splice: SpliceOption?, progress: (any ProgressListener)?) {
        self.init(options, progress: progress)
        self.splice = splice
    }

    /// Reads the dataset at a path: a snapshot, a log file, a log directory or a manifest.
    public func load(path: String) throws(RecoveryError) -> Dataset {
        try load(snapshot: nil, log: LogLayout(opening: path), alignment: .unstated)
    }

    /// Reads a snapshot and applies a log to it, or either of them alone.
    public func load(
        snapshot: String?,
        log: LogLayout?,
        alignment: Alignment
    ) throws(RecoveryError) -> Dataset {
        guard let log else {
            guard let snapshot else { throw RecoveryError(.usage, "there is nothing to read") }
            try LogStart.expectNone(alignment)
            return try loadSnapshot(
                snapshot,
                plan: splice.map { $0.plan(.nothing, isKeyed: false) }
            )
        }
        let auxiliaries = try snapshot.flatMap { (path) throws(RecoveryError) in
            try SnapshotHead.auxiliaries(of: path)
        }
        if let snapshot, splice == nil || auxiliaries == nil {
            let base = try loadSnapshot(snapshot)
            let start = try LogStart(of: log, alignment, behind: base.keyspace.auxiliaries)
            let rewound = try rewind(log, from: start, base.origin.createdAtMs.map { $0 / 1000 })
            return rewound.complete(try replay(log, rewound.span, on: base))
        }
        let start = try LogStart(of: log, alignment, behind: auxiliaries)
        let rewound = try rewind(log, from: start, Self.creationTime(of: auxiliaries ?? []))
        guard let survey = try survey(log, rewound.span, hasSnapshot: snapshot != nil) else {
            let base = try snapshot.map { (path) throws(RecoveryError) in try loadSnapshot(path) }
            return rewound.complete(try replay(log, rewound.span, on: base))
        }
        return rewound.complete(try load(snapshot, log, rewound.span, survey))
    }

    // MARK: The part of the log that counts

    /// Finds where the log is to end.
    ///
    /// - Parameter createdAt: when the snapshot in front of it was written, if there is one and it
    ///   says so.
    private func rewind(
        _ log: LogLayout,
        from start: LogStart,
        _ createdAt: Int64?
    ) throws(RecoveryError) -> RewoundLog {
        guard let point = options.rewind else { return RewoundLog(span: LogSpan(start)) }
        var createdAt = createdAt
        if createdAt == nil, start == .beginning, let base = log.files.first {
            let head = try? SnapshotHead.auxiliaries(of: base.path)
            createdAt = Self.creationTime(of: (head ?? nil) ?? [])
        }
        let search = RewindSearch(log, start: start, options: options, progress: progress)
        return try search.run(point, createdAt: createdAt)
    }

    private static func creationTime(
        of auxiliaries: [(name: ByteString, value: ByteString)]
    ) -> Int64? {
        auxiliaries.first { $0.name == "ctime" }.flatMap {
            Int64(canonicalDecimal: $0.value.bytes)
        }
    }

    // MARK: Loading

    /// Loads what a surveyed log touches, for a replay key by key if that can be.
    private func load(
        _ snapshot: String?,
        _ log: LogLayout,
        _ span: LogSpan,
        _ survey: SurveyedLog
    ) throws(RecoveryError) -> Dataset {
        let isKeyed = survey.inOrderReason == nil
        let plan = splice?.plan(survey.plan, isKeyed: isKeyed)
        let spool = isKeyed ? PastSpool(survey) : nil
        let replay = LogReplay(log, span: span, options: options, plan: plan, progress: progress)
        let base = try snapshot.map { (path) throws(RecoveryError) in
            try loadSnapshot(path, plan: plan, spool: spool)
        }
        if isKeyed {
            guard let base else { return try key(survey, on: replay.base(spool: spool), spool) }
            return try key(survey, on: base, spool)
        }
        var dataset = try replay.run(on: base)
        dataset.replay?.inOrderReason = survey.inOrderReason
        return dataset
    }

    /// What the log does; nil where everything is loaded and replayed in order.
    private func survey(
        _ log: LogLayout,
        _ span: LogSpan,
        hasSnapshot: Bool
    ) throws(RecoveryError) -> SurveyedLog? {
        guard splice != nil, log.canBeReadTwice else { return nil }
        return try LogSurveyor(log, span: span, options: options, progress: progress)
            .run(hasSnapshot: hasSnapshot)
    }

    /// A dataset whose log is replayed key by key, once somebody takes the keys.
    private func key(
        _ survey: SurveyedLog,
        on base: consuming Dataset,
        _ spool: PastSpool?
    ) throws(RecoveryError) -> Dataset {
        var origin = base.origin
        let (untouched, splice) = (base.untouched.take(), base.splice)
        let startMs = try LogReplay.startTimeMs(origin, firstPath: survey.firstPath)
        var keyspace = base.keyspace
        var log = survey
        try log.applyFunctions(to: &keyspace, startMs: startMs, options: options)
        log.addPasts(of: spool?.chains.keys.sorted() ?? [])
        let loaded = LoadedKeys(keyspace, fates: log.plan.databases)
        keyspace.removeAllKeys()
        origin.warnings += log.warnings
        let replay = KeyedReplay(
            log,
            loaded,
            past: spool,
            profile: keyspace.profile,
            startMs: startMs,
            options: options
        )
        var dataset = Dataset(keyspace, origin, cut: log.cut)
        dataset.rewind = log.rewind
        dataset.untouched = untouched
        dataset.splice = splice
        dataset.keyed = replay
        return dataset
    }

    private func replay(
        _ log: LogLayout,
        _ span: LogSpan,
        on base: consuming Dataset?
    ) throws(RecoveryError) -> Dataset {
        try LogReplay(log, span: span, options: options, progress: progress)
            .run(on: base)
    }

    private func loadSnapshot(
        _ path: String,
        plan: SplicePlan? = nil,
        spool: PastSpool? = nil
    ) throws(RecoveryError) -> Dataset {
        let source = try SourceFile(path)
        let loader = SnapshotLoader(
            path: path,
            options: options,
            plan: plan,
            spool: spool,
            progress: progress
        )
        var loaded = try loader.load(source.window())
        if let warning = try Warning(trailing: &loaded.window, path: path) {
            loaded.dataset.origin.warnings.append(warning)
        }
        return loaded.dataset
    }
}

extension Warning {
    /// Servers do not read what follows the checksum; a log there would be lost without a word.
    init?(trailing window: inout ByteWindow, path: String) throws(RecoveryError) {
        do throws(Fault) {
            guard try !window.isAtEnd() else { return nil }
            let isLog = try window.peek() == UInt8(ascii: "*")
            let what =
                isLog
                ? "a log follows the snapshot and was not replayed; name the file with "
                    + "--log to replay it"
                : "bytes follow the end of the snapshot and were not read"
            self.init("\(path): offset \(window.offset): \(what)")
        } catch {
            throw RecoveryError(error, file: path)
        }
    }
}

extension LogLayout {
    /// Whether every file is there for a second reading: standard input is not.
    var canBeReadTwice: Bool { files.allSatisfy { $0.path != "-" } }

    /// Finds the log at a path; `-` is a single file on standard input.
    public init(opening path: String) throws(RecoveryError) {
        do throws(LayoutError) {
            self = try LogLayout.open(path: path)
        } catch {
            throw RecoveryError(layout: error)
        }
    }

    /// Every file that belongs to the log, the manifest included.
    var sourcePaths: [String] {
        switch location {
        case .file(let path): [path]
        case .directory(_, let manifestPath): [manifestPath] + files.map(\.path)
        }
    }
}

extension RecoveryError {
    /// Tells what is wrong with the files of a log.
    public init(layout error: LayoutError) {
        switch error {
        case .fault(let fault, let path):
            self.init(fault, file: path)
        case .severalManifests(let paths), .occupied(let paths):
            self.init(.usage, error.description, remedies: paths)
        case .missing(let path), .noManifest(let path):
            self.init(.failure, error.description, file: path)
        case .missingFile(_, let path):
            self.init(.damage, error.description, file: path)
        }
    }
}
