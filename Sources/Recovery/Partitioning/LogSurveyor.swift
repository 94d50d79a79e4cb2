import RedoubtAOF

/// Reads a whole log for a ``LogSurvey``.
struct LogSurveyor {
    private let layout: LogLayout
    private let span: LogSpan
    private let options: LoadOptions
    private let progress: (any ProgressListener)?

    init(
        _ layout: LogLayout,
        span: LogSpan,
        options: LoadOptions,
        progress: (any ProgressListener)?
    ) {
        self.layout = layout
        self.span = span
        self.options = options
        self.progress = progress
    }

    /// What the log does, up to its end or to a command that is not known.
    ///
    /// - Parameter hasSnapshot: whether a snapshot stands apart from the log.
    func run(hasSnapshot: Bool) throws(RecoveryError) -> SurveyedLog {
        var reader = LogReader(layout, tail: options.isStrict ? .strict : .standard)
        let filter = CommandFilter(options)
        let walk = SurveyWalk(
            LogWalk(span, filter: filter, progress: progress),
            workers: Workers(options.jobs)
        )
        // Of a base or a preamble whoever loads it tells.
        var warnings: [Warning] = []
        var cut: LogCut?
        var file = try FileWalk.openNext(&reader)
        let firstPath = file?.path
        let hasPreamble = reader.hasPreamble
        var isRead = try reachRecords(of: file, &reader, &warnings)
        var byteCount = try logByteCount()
        if hasPreamble, let firstPath {
            byteCount -= isRead ? reader.offset : try SourceFile(firstPath).size() ?? 0
        }
        var survey = LogSurvey(
            options,
            logByteCount: max(byteCount, 0),
            plansTouches: hasSnapshot || hasPreamble,
            memory: MemoryPlan(
                options,
                byteCount: max(byteCount, 0),
                hasSnapshot: hasSnapshot || hasPreamble
            )
        )
        while let current = file {
            if isRead {
                let step = try walk.records(of: current, &reader, &survey)
                if case .cut(let here) = step { cut = here }
                guard case .goOn = step else { break }
            }
            // What comes behind the end need not even be sound.
            file = span.ends(inFile: reader.fileIndex) ? nil : try FileWalk.openNext(&reader)
            isRead = try reachRecords(of: file, &reader, &warnings)
        }
        try survey.finish()
        return SurveyedLog(
            survey,
            rewind: filter.map { RewindReport(excepted: $0) },
            cut: cut,
            warnings: Warning.tail(reader.tail, in: layout),
            firstPath: firstPath
        )
    }

    /// Passes over a snapshot at the start of a file.
    ///
    /// - Returns: whether records follow that count.
    private func reachRecords(
        of file: LogFile?,
        _ reader: inout LogReader,
        _ warnings: inout [Warning]
    ) throws(RecoveryError) -> Bool {
        guard let file, span.includes(file, at: reader.fileIndex) else { return false }
        guard reader.hasPreamble else { return true }
        return try FileWalk.passOverPreamble(&reader, of: file, &warnings)
    }

    private func logByteCount() throws(RecoveryError) -> Int {
        var sum = 0
        for (index, file) in layout.files.enumerated() where span.includes(file, at: index) {
            sum += try SourceFile(file.path).size() ?? 0
        }
        return sum
    }
}
