/// What is counted of one command, or of one subcommand.
struct CommandTimes: Sendable {
    var calls = 0
    var nanoseconds: Int64 = 0
    /// Refused before it ran.
    var rejected = 0
    /// Answered with an error.
    var failed = 0
    var histogram = DurationHistogram()
}
