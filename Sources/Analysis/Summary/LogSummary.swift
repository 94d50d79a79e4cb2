import RedoubtBytes

/// What the records of one log file are, in numbers.
public struct LogSummary: Sendable {
    /// Number of records by command name in upper case.
    public private(set) var commands: [String: Int] = [:]
    /// The first annotated time, in seconds since 1970.
    public private(set) var firstTimestamp: Int64?
    /// The last annotated time, in seconds since 1970.
    public private(set) var lastTimestamp: Int64?

    /// Nothing read yet.
    public init() {}

    /// Number of records.
    public var recordCount: Int { commands.values.reduce(0, +) }

    /// Counts a record by its name.
    ///
    /// A hostile log can name its commands as it likes: long names are cut.
    public mutating func add(name: RawSpan) {
        let head = name.extracting(0..<min(name.byteCount, 32))
        commands[head.printable.uppercased(), default: 0] += 1
    }

    /// Takes note of a time annotation.
    public mutating func annotate(_ timestamp: Int64) {
        if firstTimestamp == nil { firstTimestamp = timestamp }
        lastTimestamp = timestamp
    }

    /// Adds the counts of another file.
    public mutating func merge(_ other: LogSummary) {
        commands.merge(other.commands) { $0 + $1 }
        if firstTimestamp == nil { firstTimestamp = other.firstTimestamp }
        lastTimestamp = other.lastTimestamp ?? lastTimestamp
    }
}
