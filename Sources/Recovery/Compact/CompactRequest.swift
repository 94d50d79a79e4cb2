public import RedoubtRDB
public import RedoubtValues

/// What `compact` is asked to do.
public struct CompactRequest: Sendable {
    /// Where the result goes.
    public enum Destination: Sendable, Hashable {
        /// A new directory.
        case directory(String)
        /// The place of the log itself.
        case inPlace
        /// Nowhere: it is only told what would be written.
        case nowhere
    }

    /// What the base of a log is made of.
    public enum BaseForm: String, Sendable, CaseIterable {
        /// A snapshot, as servers write it with `aof-use-rdb-preamble yes`.
        case rdb
        /// Commands, as servers write them with `aof-use-rdb-preamble no`.
        case aof
    }

    /// The log: a file, a directory, a manifest.
    public var path: String
    /// Where the result goes.
    public var destination: Destination
    /// What the base is made of.
    public var form = BaseForm.rdb
    /// The version of the snapshot to write; nil for that of the input.
    public var format: FormatVersion?
    /// The server for which commands are written; nil for the one that wrote the log.
    public var target: ServerProfile?
    /// How to read the input.
    public var options = LoadOptions()
    /// Whether strings are compressed as servers do by default.
    public var compresses = true
    /// Whether a server is taken for stopped where that can not be looked up.
    public var assumesStopped = false

    /// Asks for a log to be written as short as possible.
    public init(path: String, destination: Destination) {
        self.path = path
        self.destination = destination
    }
}

/// What `compact` did.
public struct CompactResult: Sendable {
    /// The extent of a log.
    public struct Extent: Sendable, Hashable {
        /// Number of files that are loaded.
        public var fileCount = 0
        /// Size of these files, as they stand on the disk.
        public var byteCount = 0
        /// Number of commands in them, `MULTI` and `EXEC` aside; a snapshot has none.
        public var commandCount = 0
    }

    /// The log as it was.
    public internal(set) var before = Extent()
    /// The log as it is now.
    public internal(set) var after = Extent()
    /// Where it is; nil for a dry run.
    public internal(set) var output: String?
    /// The names of the files that are gone.
    public internal(set) var removed: [String] = []
    /// What the base is made of.
    public let form: CompactRequest.BaseForm
    /// The version of the snapshot; nil if the base is made of commands.
    public let format: FormatVersion?
    /// The server whose behaviour was followed.
    public let server: ServerChoice
    /// Number of keys.
    public let keyCount: Int
    /// Number of databases.
    public let databaseCount: Int
    /// Number of function libraries.
    public let functionCount: Int
    /// What the replay did; nil if there was nothing to replay.
    public let replay: ReplayReport?
    /// What a user has to know.
    public internal(set) var warnings: [Warning]
}
