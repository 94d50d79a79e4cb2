/// What a replay did.
public struct ReplayReport: Sendable {
    /// How often a command ran, and how often it failed as it did on the live server.
    public struct Outcome: Sendable, Hashable {
        /// Number of times that the command ran.
        public var applied = 0
        /// Number of times that it changed nothing because of an error.
        public var failed = 0
        /// Number of times that it was passed over, because later commands leave nothing of what it
        /// did.
        public var superseded = 0

        /// How often it stands in the log.
        public var count: Int { applied + failed + superseded }

        mutating func merge(_ other: Outcome) {
            applied += other.applied
            failed += other.failed
            superseded += other.superseded
        }
    }

    /// Outcomes by command name in upper case.
    public internal(set) var commands: [String: Outcome] = [:]
    /// Number of bytes of the records that were read.
    public internal(set) var byteCount = 0
    /// Number of keys that commands changed, by database; nil unless it was asked for.
    public internal(set) var keysTouched: [Int: Int]?
    /// Number of transactions carried out.
    public internal(set) var transactions = 0
    /// The first annotated time, in seconds since 1970.
    public internal(set) var firstTimestamp: Int64?
    /// The last annotated time, in seconds since 1970.
    public internal(set) var lastTimestamp: Int64?
    /// The first failed commands, for the report.
    public internal(set) var failures: [String] = []
    /// Why the commands were carried out one by one in the order of the log; nil if they were key
    /// by key, or if nothing else was tried.
    public internal(set) var inOrderReason: String?
    /// Whether a time relative to "now" was resolved without a clock in the log.
    public internal(set) var resolvedRelativeTime = false

    /// Number of commands that ran.
    public var appliedCount: Int { commands.values.reduce(0) { $0 + $1.applied } }

    /// Number of commands that failed as they did on the live server.
    public var failedCount: Int { commands.values.reduce(0) { $0 + $1.failed } }

    /// Number of commands of which later ones leave nothing.
    public var supersededCount: Int { commands.values.reduce(0) { $0 + $1.superseded } }

    /// How many failures are described.
    static let failuresMax = 10

    mutating func annotate(_ timestamp: Int64) {
        if firstTimestamp == nil { firstTimestamp = timestamp }
        lastTimestamp = timestamp
    }
}
