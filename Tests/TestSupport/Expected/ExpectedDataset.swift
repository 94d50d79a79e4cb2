public import RedoubtBytes

/// What a server said of its dataset when it was asked through the protocol.
///
/// Byte strings stand in the JSON as Latin-1 and are turned back into bytes. A file may list only
/// what differs from another case, which `differs_from` names.
public struct ExpectedDataset: Sendable {
    /// What there is to know without the content.
    public let header: Header
    /// The keys of each database by its number.
    public let databases: [Int: [ByteString: ExpectedKey]]

    /// The server, its digest, and the tail of its log.
    public struct Header: Sendable {
        /// `redis` or `valkey`.
        public let server: String
        /// Its version, such as `7.0.15`.
        public let version: String
        /// What `DEBUG DIGEST` answered, 40 hex digits.
        public let digest: String
        /// For a log: the file that holds the tail, as a path in the case's folder, and its offset.
        public let tail: (file: String, offset: Int)?
    }
}

/// One key as the server showed it.
public struct ExpectedKey: Sendable, Equatable {
    /// Its value.
    public let value: ExpectedValue
    /// When it expires.
    public let expiry: ExpectedExpiry
}

/// When a key expires, as far as its server could tell.
public enum ExpectedExpiry: Sendable, Equatable {
    /// Never.
    case none
    /// At this time in Unix milliseconds.
    case at(Int64)
    /// Some day: servers before 7.0 tell only the time left.
    case unknown
}

/// A value as the server showed it.
public enum ExpectedValue: Sendable, Equatable {
    /// A string.
    case string(ByteString)
    /// A list, head first.
    case list([ByteString])
    /// A set, in ascending order of bytes.
    case set([ByteString])
    /// A sorted set in the server's order.
    case sortedSet([ExpectedMember])
    /// A hash, with the expiry of each field that has one.
    case hash([ByteString: ByteString], fieldExpiries: [ByteString: Int64])
    /// A stream.
    case stream(ExpectedStream)
}

/// A member of a sorted set with the score as the server prints it.
public struct ExpectedMember: Sendable, Equatable {
    /// The member.
    public let member: ByteString
    /// The text of its score.
    public let score: String
}

/// A stream as `XRANGE` and `XINFO STREAM FULL` show it.
public struct ExpectedStream: Sendable, Equatable {
    /// The entries in ascending order.
    public let entries: [Entry]
    /// The id of the last entry ever added; nil where the server could not tell.
    public let lastID: String?
    /// Number of entries ever added, from 7.0.
    public let entriesAdded: Int64?
    /// The largest id that was ever deleted, from 7.0.
    public let maxDeletedID: String?
    /// The groups; nil where the server could not tell, before 6.0.
    public let groups: [Group]?

    /// One entry.
    public struct Entry: Sendable, Equatable {
        /// Its id, as `ms-seq`.
        public let id: String
        /// Fields and values in turn.
        public let fields: [ByteString]
    }

    /// One consumer group.
    public struct Group: Sendable, Equatable {
        /// Its name.
        public let name: ByteString
        /// The id that was delivered last.
        public let lastID: String
        /// Number of entries read; nil if the server does not know it.
        public let entriesRead: Int64?
        /// The names of the consumers.
        public let consumers: [ByteString]
        /// The pending entries in ascending order.
        public let pending: [Pending]
    }

    /// One pending entry.
    public struct Pending: Sendable, Equatable {
        /// The id of the entry.
        public let id: String
        /// The consumer that owns it.
        public let consumer: ByteString
        /// How often it was delivered.
        public let deliveries: Int64
    }
}
