/// The part of a log that counts, and what is told of it.
struct RewoundLog {
    let span: LogSpan
    /// Nil if the log is not rewound.
    var report: RewindReport?

    /// Adds what was found to what the replay tells.
    func complete(_ dataset: consuming Dataset) -> Dataset {
        guard var report else { return dataset }
        report.excepted = dataset.rewind?.excepted ?? []
        report.exceptedCount = dataset.rewind?.exceptedCount ?? 0
        dataset.rewind = report
        return dataset
    }
}
