public import RedoubtKeyspace
public import RedoubtRDB

/// A dataset that was read from files, with what is known of where it comes from.
public struct Dataset: ~Copyable {
    /// The keys and all else that a snapshot carries.
    public var keyspace: Keyspace
    /// Where it comes from.
    public var origin: DatasetOrigin
    /// What the replay of a log did; nil where there was none.
    public var replay: ReplayReport?

    /// What was left in the snapshot and what was loaded; nil where that was not planned.
    public var splice: SpliceReport?
    /// Where the replay was made to end, and what was left out of it; nil if neither was asked for.
    public internal(set) var rewind: RewindReport?
    /// The keys that were left in the snapshot; nil if all were loaded.
    var untouched: UntouchedKeys?
    /// The log that is replayed while the dataset is written, and what was loaded for it.
    ///
    /// Nil if there is no log, or if it was replayed into ``keyspace``.
    var keyed: KeyedReplay?
    /// Where the replay ended before the end of the log; nil if it did not.
    var cut: LogCut?

    /// The keys alone.
    public consuming func intoKeyspace() -> Keyspace {
        keyspace
    }

    init(
        _ keyspace: consuming Keyspace,
        _ origin: DatasetOrigin,
        replay: ReplayReport? = nil,
        cut: LogCut? = nil
    ) {
        self.keyspace = keyspace
        self.origin = origin
        self.replay = replay
        self.cut = cut
    }
}

/// Where a dataset comes from.
public struct DatasetOrigin: Sendable {
    /// The version of the snapshot that it started from; nil for a log of commands only.
    public var format: FormatVersion?
    /// The server whose behaviour is followed.
    public var server: ServerChoice
    /// When the snapshot was written, in milliseconds since 1970, if it says so.
    public var createdAtMs: Int64?
    /// What a user has to know.
    public var warnings: [Warning] = []

    init(server: ServerChoice, format: FormatVersion? = nil) {
        self.server = server
        self.format = format
    }
}
