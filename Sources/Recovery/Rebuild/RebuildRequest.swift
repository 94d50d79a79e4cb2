public import RedoubtRDB

/// What `rebuild` is asked to do.
public struct RebuildRequest: Sendable {
    /// The snapshot to start from; nil to start from the log alone.
    public var snapshot: String?
    /// The log to replay; nil to only write the snapshot again.
    public var log: String?
    /// How snapshot and log belong together.
    public var alignment = Alignment.unstated
    /// The file to write, or the directory for ``carriesUnknown``.
    public var output: String
    /// The version to write; nil for that of the input.
    public var format: FormatVersion?
    /// How to read the input.
    public var options = LoadOptions()
    /// Whether a command that is not known ends the replay, and the output is a log directory: a
    /// base with what was rebuilt up to there, and an increment with the rest of the log.
    public var carriesUnknown = false
    /// Whether keys that the log does not touch are copied without being loaded.
    public var splices = true
    /// Whether strings are compressed as servers do by default.
    public var compresses = true

    /// Asks for a rebuild.
    public init(snapshot: String?, log: String?, output: String) {
        self.snapshot = snapshot
        self.log = log
        self.output = output
    }
}

/// What a rebuild did.
public struct RebuildResult: Sendable {
    /// The version that was written.
    public let format: FormatVersion
    /// The server whose behaviour was followed.
    public let server: ServerChoice
    /// Number of keys written.
    public let keyCount: Int
    /// Number of databases written.
    public let databaseCount: Int
    /// Number of function libraries written.
    public let functionCount: Int
    /// Size of the file in bytes.
    public let byteCount: Int
    /// What the replay did; nil without a log.
    public let replay: ReplayReport?
    /// What was copied and what was loaded; nil where everything was loaded without a plan.
    public let splice: SpliceReport?
    /// Number of bytes that went through a scratch file.
    let scratchByteCount: Int
    /// What the rebuild took.
    public internal(set) var resources = ResourceUse()
    /// Where the replay was made to end, and what was left out of it; nil if neither was asked for.
    public let rewind: RewindReport?
    /// What was carried over; nil if every command was replayed.
    public let carried: CarriedReport?
    /// What a user has to know.
    public let warnings: [Warning]
}
