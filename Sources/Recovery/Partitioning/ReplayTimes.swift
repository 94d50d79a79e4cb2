/// The clock of a log by place: the last time that stands before it.
struct ReplayTimes: Sendable {
    /// The time in front of the first annotation, in milliseconds since 1970.
    let startMs: Int64
    private var marks: [(place: Int, ms: Int64)] = []

    init(_ history: LogHistory, startMs: Int64) {
        self.startMs = startMs
        for mark in history.times {
            let (ms, overflow) = mark.seconds.multipliedReportingOverflow(by: 1000)
            if !overflow { marks.append((mark.place, ms)) }
        }
    }

    /// The time at a place; nil if no time is annotated anywhere.
    func time(at place: Int) -> Int64? {
        guard !marks.isEmpty else { return nil }
        var low = 0
        var high = marks.count
        while low < high {
            let middle = (low + high) / 2
            if marks[middle].place <= place { low = middle + 1 } else { high = middle }
        }
        return low == 0 ? startMs : marks[low - 1].ms
    }
}
