/// The first failed commands of a log, for the report.
struct ReplayFailures: Sendable {
    private var notes: [(place: Int, text: String)] = []

    /// Notes a failure, unless enough are known that stand before it.
    mutating func note(_ failure: String, _ path: String, _ offset: Int, at place: Int) {
        add((place, "\(path): offset \(offset): \(failure)"))
    }

    mutating func merge(_ other: ReplayFailures) {
        for note in other.notes { add(note) }
    }

    /// The failures in the order of the log.
    var texts: [String] { notes.map(\.text) }

    private mutating func add(_ note: (place: Int, text: String)) {
        guard notes.count < ReplayReport.failuresMax || note.place < notes[notes.count - 1].place
        else { return }
        let index = notes.firstIndex { note.place < $0.place } ?? notes.count
        notes.insert(note, at: index)
        if notes.count > ReplayReport.failuresMax { notes.removeLast() }
    }
}
