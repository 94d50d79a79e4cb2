/// How far a log is replayed.
public enum RewindPoint: Sendable, Hashable {
    /// Up to the first time annotation behind this second, in seconds since 1970: what was written
    /// in the second itself counts.
    case time(Int64)
    /// Up to an offset, which must lie between two commands and outside of transactions.
    case position(LogPosition)
    /// Up to the command that fits a pattern: the one with a number, counted from 1, or the last.
    case before(CommandPattern, number: Int?)
}

/// Where a replay ended before the end of its log, and what it left out.
public struct RewindReport: Sendable {
    /// Where it ended; nil if it went to the end of the log.
    public internal(set) var end: LogPosition?
    /// The last annotated time up to there, in seconds since 1970.
    public internal(set) var time: Int64?
    /// The command before which it ended, if that was searched for.
    public internal(set) var command: String?
    /// The commands that were left out, in the order of the log: the first
    /// ``exceptedMax`` of them.
    public internal(set) var excepted: [ExceptedCommand] = []
    /// How many were left out in all.
    public internal(set) var exceptedCount = 0

    /// The most commands that are listed.
    public static let exceptedMax = 10_000
}

/// A command that was left out of a replay.
public struct ExceptedCommand: Sendable, Hashable {
    /// The file, by its name within the log.
    public let file: String
    /// Offset of the command.
    public let offset: Int
    /// The last annotated time before it, in seconds since 1970; nil without one.
    public let time: Int64?
    /// The command, cut where it is long.
    public let text: String
}
