import RedoubtAOF

/// Reads a whole log for a ``LogSurvey``.
struct LogSurveyor {
    private let layout: LogLayout
    private let start: LogStart
    private let options: LoadOptions
    private let progress: (any ProgressListener)?

    init(
        _ layout: LogLayout,
        start: LogStart,
        options: LoadOptions,
        progress: (any ProgressListener)?
    ) {
        self.layout = layout
        self.start = start
        self.options = options
        self.progress = progress
    }

    /// What the log does, up to its end or to a command that is not known.
    ///
    /// - Parameter hasSnapshot: whether a snapshot stands apart from the log.
    func run(hasSnapshot: Bool) throws(RecoveryError) -> SurveyedLog {
        var reader = LogReader(layout, tail: options.isStrict ? .strict : .standard)
        let walk = LogWalk(start, progress: progress)
        // Of a base or a preamble whoever loads it tells.
        var warnings: [Warning] = []
        var cut: LogCut?
        var file = try FileWalk.openNext(&reader)
        let firstPath = file?.path
        let byteCount = try logByteCount()
        let memory = MemoryPlan(options, byteCount: byteCount)
        var survey = LogSurvey(
            options,
            logByteCount: byteCount,
            plansTouches: hasSnapshot || reader.hasPreamble,
            memory: memory
        )
        while let current = file {
            var isRead = start.includes(current, at: reader.fileIndex)
            if isRead, reader.hasPreamble {
                isRead = try FileWalk.passOverPreamble(&reader, of: current, &warnings)
            }
            if isRead {
                let step = try walk.records(of: current, &reader, &survey)
                if case .cut(let here) = step { cut = here }
                guard case .goOn = step else { break }
            }
            file = try FileWalk.openNext(&reader)
        }
        return SurveyedLog(
            survey,
            cut: cut,
            warnings: Warning.tail(reader.tail, in: layout),
            firstPath: firstPath
        )
    }

    private func logByteCount() throws(RecoveryError) -> Int {
        var sum = 0
        for (index, file) in layout.files.enumerated() where start.includes(file, at: index) {
            sum += try SourceFile(file.path).size() ?? 0
        }
        return sum
    }
}
