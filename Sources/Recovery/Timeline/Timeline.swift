public import RedoubtAOF

/// What one can rewind a log to: its times, its offsets, and the commands that destroy.
public struct Timeline: Sendable {
    /// The path that was read.
    public let path: String
    /// The files in the order in which they are replayed.
    public internal(set) var files: [File] = []
    /// The annotated times, one entry per group.
    public internal(set) var times: [TimeGroup] = []
    /// How many seconds a group spans; 1 where every annotated second stands by itself.
    public internal(set) var groupSeconds: Int64 = 1
    /// Number of annotations.
    public internal(set) var annotationCount = 0
    /// The destructive commands, or those that the pattern fits: the last ones, in their order.
    public internal(set) var events: [Event] = []
    /// How many there were in all.
    public internal(set) var eventCount = 0
    /// What ended the reading early; nil for a sound log.
    public internal(set) var damage: RecoveryError?
    /// What a user has to know.
    public internal(set) var warnings: [Warning] = []

    /// A file of the log.
    public struct File: Sendable {
        /// The path.
        public let path: String
        /// Its name within the log.
        public let name: String
        /// What it is in a multi-part log; nil for a single file.
        public let role: AOFFileInfo.Role?
        /// Offset at which its commands begin, behind a snapshot if one stands in front.
        public internal(set) var start = 0
        /// Offset behind its last command outside of an open transaction.
        public internal(set) var end = 0
        /// Number of commands.
        public internal(set) var commandCount = 0
        /// The first annotated time, in seconds since 1970.
        public internal(set) var firstTime: Int64?
        /// The last annotated time, in seconds since 1970.
        public internal(set) var lastTime: Int64?
    }

    /// Annotated times that lie close together.
    public struct TimeGroup: Sendable, Hashable {
        /// Index of the file.
        public let fileIndex: Int
        /// The first annotated time of the group, in seconds since 1970.
        public let firstTime: Int64
        /// The last one.
        public internal(set) var lastTime: Int64
        /// Number of annotations.
        public internal(set) var annotationCount: Int
        /// Where to cut for the state before the group: outside of transactions.
        public let offset: Int
        /// Number of commands up to the next group.
        public internal(set) var commandCount = 0
    }

    /// A command of note.
    public struct Event: Sendable, Hashable {
        /// Index of the file.
        public let fileIndex: Int
        /// Where the command stands.
        public let offset: Int
        /// Where to cut for the state before it: the start of its transaction, if it has one.
        public let cutOffset: Int
        /// The annotated time in force, in seconds since 1970.
        public let time: Int64?
        /// The selected database.
        public let database: Int
        /// Which of the listed commands with its name it is, from 1 on.
        public let number: Int
        /// The name in upper case.
        public let name: String
        /// The command, cut where it is long.
        public let text: String
        /// Number of arguments, the name included.
        public let argumentCount: Int
        /// Whom it hits.
        public let victims: Victims
    }

    /// Whom a command hits.
    public enum Victims: Sendable, Hashable {
        /// Databases, each with the number of write commands since the file began or since a flush.
        case databases([DatabaseWrites])
        /// Keys: how many it names.
        case keys(Int)
        /// Nobody knows: the command is not known.
        case unknown
    }

    /// How much a log wrote to a database.
    public struct DatabaseWrites: Sendable, Hashable {
        /// The database.
        public let database: Int
        /// Number of commands of the log that changed it since it was last emptied.
        public let commandCount: Int
    }
}
