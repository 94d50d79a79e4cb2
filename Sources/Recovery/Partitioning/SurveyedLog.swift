import RedoubtKeyspace

/// What a survey learned of a log.
struct SurveyedLog: Sendable {
    /// What the log touches of a snapshot.
    let plan: TouchPlan
    /// The records by key.
    private(set) var history: LogHistory
    /// The part of the report that needs no replay.
    let report: ReplayReport
    private(set) var tally: ReplayTally
    private(set) var failures: ReplayFailures
    /// Why the log must be replayed in its order; nil if it can be replayed key by key.
    let inOrderReason: String?
    /// What was left out of the log; nil if nothing was to be.
    let rewind: RewindReport?
    /// Where the log ends before its end; nil if it does not.
    let cut: LogCut?
    /// What was dropped at the end of the log.
    let warnings: [Warning]
    /// The first file of the log.
    let firstPath: String?

    init(
        _ survey: consuming LogSurvey,
        rewind: RewindReport?,
        cut: LogCut?,
        warnings: [Warning],
        firstPath: String?
    ) {
        self.rewind = rewind
        self.cut = cut
        self.warnings = warnings
        self.firstPath = firstPath
        plan = survey.plan
        history = survey.history
        report = survey.report
        tally = survey.tally
        failures = survey.failures
        inOrderReason = survey.inOrderReason
    }
}

extension SurveyedLog {
    /// Gives each database that the snapshot has keys of a content.
    mutating func addPasts(of numbers: [Int]) {
        history.addPasts(of: numbers)
    }

    /// Carries out the commands on function libraries, which no key takes part in.
    mutating func applyFunctions(
        to keyspace: inout Keyspace,
        startMs: Int64,
        options: LoadOptions
    ) throws(RecoveryError) {
        guard !history.functions.isEmpty else { return }
        var held = Keyspace(profile: keyspace.profile)
        swap(&held, &keyspace)
        var replayer = KeyReplayer(
            self,
            held,
            times: ReplayTimes(history, startMs: startMs),
            table: options.commands
        )
        for record in history.functions {
            _ = replayer.apply(FoundRecord(record: record), to: nil, in: 0)
        }
        if let stop = replayer.stop { throw stop.error }
        tally.merge(replayer.tally)
        failures.merge(replayer.failures)
        keyspace = replayer.finish()
    }
}
