/// What a log holds next.
public enum LogItem: Hashable, Sendable {
    /// A command, whose arguments the reader gives out until its next move.
    case record(RecordInfo)
    /// A line that begins with `#`; with its time, in seconds since 1970, if it is `#TS:<seconds>`.
    case annotation(timestampSeconds: Int64?)
}

/// Where a record stands and how many arguments it has, its name among them.
public struct RecordInfo: Hashable, Sendable {
    /// Absolute offsets of the record's bytes.
    public let range: Range<Int>
    /// Number of arguments; at least one.
    public let argumentCount: Int

    /// Creates the description of a record.
    public init(range: Range<Int>, argumentCount: Int) {
        self.range = range
        self.argumentCount = argumentCount
    }
}
