/// The list of files that make up a multi-part log (Redis 7.0 and later, Valkey).
///
/// One line per file: `file <name> seq <number> type <b|h|i>` and, since Redis 8.0,
/// `startoffset <number>` and `endoffset <number>`. At most one file is the base; increments come
/// in ascending order of their numbers; files of the history are about to be deleted and never
/// read. Neither the role nor the content of a file follows from its name.
public struct Manifest: Hashable, Sendable {
    /// The files in the order of their lines.
    public var files: [AOFFileInfo]

    /// Creates a manifest.
    public init(files: [AOFFileInfo] = []) {
        self.files = files
    }

    /// The file that the log starts from.
    public var base: AOFFileInfo? { files.first { $0.role == .base } }

    /// The files that follow the base, in order.
    public var increments: [AOFFileInfo] { files.filter { $0.role == .increment } }

    /// The files that a server reads, in order: the base, then the increments.
    public var loaded: [AOFFileInfo] { files.filter { $0.role == .base } + increments }
}

/// One line of a manifest.
public struct AOFFileInfo: Hashable, Sendable {
    /// What a file is to its log; the raw value is the letter in the manifest.
    public enum Role: Character, Hashable, Sendable {
        case base = "b"
        case increment = "i"
        case history = "h"
    }

    /// A pair of words that this version of the grammar does not know.
    public struct Pair: Hashable, Sendable {
        /// The word that names the value.
        public var key: String
        /// The value.
        public var value: String

        /// Creates a pair.
        public init(key: String, value: String) {
            self.key = key
            self.value = value
        }
    }

    /// The file's name within the directory of the manifest.
    public var name: String
    /// Its number; bases and increments count apart.
    public var sequence: Int64
    /// What it is to the log.
    public var role: Role
    /// The replication offset when the file was begun.
    public var startOffset: Int64?
    /// The replication offset when the file was closed.
    public var endOffset: Int64?
    /// Pairs that are not known here, in their order.
    public var unknown: [Pair]

    /// Creates a line.
    public init(
        name: String,
        sequence: Int64,
        role: Role,
        startOffset: Int64? = nil,
        endOffset: Int64? = nil,
        unknown: [Pair] = []
    ) {
        self.name = name
        self.sequence = sequence
        self.role = role
        self.startOffset = startOffset
        self.endOffset = endOffset
        self.unknown = unknown
    }
}
