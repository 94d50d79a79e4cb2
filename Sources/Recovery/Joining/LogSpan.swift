import RedoubtAOF

/// The part of a log that counts.
struct LogSpan {
    let start: LogStart
    /// Where it ends; nil for the end of the log.
    var end: LogEnd?

    init(_ start: LogStart, to end: LogEnd? = nil) {
        self.start = start
        self.end = end
    }

    /// Whether a file takes part in the replay.
    func includes(_ file: LogFile, at index: Int) -> Bool {
        start.includes(file, at: index) && index <= end?.fileIndex ?? .max
    }

    /// Whether it ends in a file.
    func ends(inFile index: Int) -> Bool { end?.fileIndex == index }

    /// The offset in a file from which on its records do not count.
    func limit(inFile index: Int) -> Int {
        if let end, end.fileIndex == index { end.offset } else { .max }
    }
}

/// A place between two commands and outside of transactions, where a log may end.
struct LogEnd: Hashable {
    let fileIndex: Int
    let offset: Int
}
