public import RedoubtAOF
public import RedoubtBytes

/// What was kept of a log, what was lost, and what is in doubt.
public struct RepairReport: Sendable {
    /// The path that was read.
    public let path: String
    /// The files in the order in which they are replayed.
    public internal(set) var files: [File] = []
    /// Paths of files that the manifest lists and that are not there.
    public internal(set) var missing: [String] = []
    /// What a user has to know.
    public internal(set) var warnings: [Warning] = []

    /// Whether nothing was damaged.
    public var isSound: Bool { missing.isEmpty && files.allSatisfy(\.isSound) }

    /// Whether damage is left that a repair of logs does not mend.
    public var leavesDamage: Bool { files.contains { $0.preamble != nil } }

    /// Keys whose history has a hole, by database and name, each once.
    public var keys: [RecoveryError.KeyName] {
        let all = files.flatMap(\.holes).reduce(into: Set()) { $0.formUnion($1.keys) }
        return all.sorted { ($0.database, $0.key) < ($1.database, $1.key) }
    }

    /// Number of keys beside them whose names are not kept.
    public var unlistedKeyCount: Int {
        files.flatMap(\.holes).reduce(0) { $0 + $1.unlistedKeyCount }
    }

    /// One file.
    public struct File: Sendable {
        /// The path.
        public let path: String
        /// What it is in a multi-part log; nil for a single file.
        public let role: AOFFileInfo.Role?
        /// Its size.
        public let byteCount: Int
        /// Number of bytes of it that are kept.
        public internal(set) var keptByteCount = 0
        /// Number of commands that are kept.
        public internal(set) var commandCount = 0
        /// Number of whole commands that had to go because their transaction is not whole.
        public internal(set) var droppedCommandCount = 0
        /// The damage of the snapshot in front; nil without one, and for a sound one.
        public internal(set) var preamble: Fault?
        /// What is missing, in the order of the file; no more than ``holesMax``.
        public internal(set) var holes: [Hole] = []
        /// Number of holes.
        public internal(set) var holeCount = 0
        /// Names of commands that are not known, with the offset of the first of each.
        public internal(set) var unknown: [String: Int] = [:]

        /// Where commands seem to begin within the last value, which by its own length goes beyond
        /// the end of the file; nil where nothing looks so.
        public internal(set) var withinCutValue: Int?

        /// Whether nothing was damaged.
        public var isSound: Bool { preamble == nil && holeCount == 0 }

        /// The most holes that are told of.
        public static let holesMax = 10_000
    }

    /// A place where something is missing.
    public struct Hole: Sendable {
        /// What was wrong.
        public let cause: Cause
        /// The bytes that are no commands, or that no command could be read from.
        public internal(set) var damaged: Range<Int>
        /// The bytes that are not in the output; more than the damaged ones where a transaction
        /// had to go.
        public internal(set) var dropped: Range<Int>
        /// Number of whole commands among them.
        public internal(set) var wholeCommandCount = 0
        /// The lost commands whose names could be read, by name.
        public internal(set) var commands: [String: Int] = [:]
        /// The keys that lost commands name, as far as they could be read.
        public internal(set) var keys: Set<RecoveryError.KeyName> = []
        /// Number of keys that are not in ``keys``: there are too many, or the name is too long.
        public internal(set) var unlistedKeyCount = 0
        /// The annotated time in force, in seconds since 1970.
        public let time: Int64?
        /// The doubt about the database of what follows; nil where there is none.
        public internal(set) var doubt: DatabaseDoubt?
    }

    /// What was wrong at a hole.
    public enum Cause: String, Sendable, Hashable {
        /// Bytes in the middle that are no commands.
        case damage
        /// The end is cut off, or is no command.
        case tornEnd
        /// A transaction at the end without its `EXEC`.
        case openTransaction
    }

    /// Commands behind a hole in which a `SELECT` may have been lost: they are taken to belong to
    /// the last database that is known.
    public struct DatabaseDoubt: Sendable, Hashable {
        /// The database that they are taken to belong to.
        public let database: Int
        /// Where they stand: up to the next `SELECT`, or the end.
        public internal(set) var range: Range<Int>
        /// Number of commands.
        public internal(set) var commandCount = 0
        /// Whether the next `SELECT` chooses the same database: servers write one only where the
        /// database changes or a file begins, so another one was probably in force.
        public internal(set) var isContradicted = false
    }
}
