/// The time at the current place of a log: never the wall clock.
///
/// Logs carry absolute times, but for a few that old servers wrote relative to their own "now".
/// The clock remembers whether such a time was resolved, so that a replay can say so.
public final class LogClock {
    /// The time, in milliseconds since 1970.
    public var nowMs: Int64
    /// Whether a relative time was resolved against it.
    public private(set) var wasRead = false

    /// Starts the clock.
    public init(nowMs: Int64) {
        self.nowMs = nowMs
    }

    /// The time, for something in the dataset that now depends on it.
    public func read() -> Int64 {
        wasRead = true
        return nowMs
    }
}
