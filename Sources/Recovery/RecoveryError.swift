public import RedoubtBytes
import RedoubtRDB

/// What kept a command from its result, with everything a person needs to act on it.
///
/// Built once, at the boundary, from a ``Fault`` and what is known around it: the file, the offset,
/// the key or the command, and the ways out.
public struct RecoveryError: Error, Sendable {
    /// What kind of failure it is; decides the exit code.
    public enum Kind: Sendable, Hashable {
        /// The input is damaged.
        case damage
        /// The request can't be carried out: a file that is not there, a target that can't hold
        /// the dataset, an unknown command in a log.
        case failure
        /// The request itself is not sensible; nothing was read or written.
        case usage
    }

    /// The kind of failure.
    public var kind: Kind
    /// The cause in a sentence.
    public var cause: String
    /// The file that it concerns.
    public var file: String?
    /// Offset in that file, in bytes of the decompressed content.
    public var offset: Int?
    /// Database and key that it concerns.
    public var key: KeyName?
    /// The log command that it concerns.
    public var command: String?
    /// What the user can do about it, one way out per line.
    public var remedies: [String]

    /// A key in a database.
    public struct KeyName: Hashable, Sendable {
        /// The database number.
        public var database: Int
        /// The key.
        public var key: ByteString

        /// Names a key.
        public init(database: Int, key: ByteString) {
            self.database = database
            self.key = key
        }
    }

    /// Creates an error.
    public init(
        _ kind: Kind,
        _ cause: String,
        file: String? = nil,
        offset: Int? = nil,
        key: KeyName? = nil,
        command: String? = nil,
        remedies: [String] = []
    ) {
        self.kind = kind
        self.cause = cause
        self.file = file
        self.offset = offset
        self.key = key
        self.command = command
        self.remedies = remedies
    }

    /// Wraps a fault that was met in `file`.
    public init(_ fault: Fault, file: String, key: KeyName? = nil) {
        self.init(
            fault.kind,
            fault.unknownTypeText ?? fault.reason.describe(detail: fault.detail),
            file: file,
            offset: fault.offset >= 0 ? fault.offset : nil,
            key: key
        )
    }
}

extension Fault {
    /// Damage, unless the system or the request is to blame.
    fileprivate var kind: RecoveryError.Kind {
        switch reason {
        case .systemCall, .inUse, .unsupportedByTarget, .unsupportedVersion, .stopped: .failure
        default: .damage
        }
    }
}

extension RecoveryError: CustomStringConvertible {
    /// `file: offset N: key …: command …: cause`, then the remedies, a line each.
    public var description: String {
        var place: [String] = []
        if let file { place.append(file) }
        if let offset { place.append("offset \(offset)") }
        if let key { place.append("database \(key.database), key \"\(key.key.printable)\"") }
        if let command { place.append("command \(command)") }
        place.append(cause)
        return ([place.joined(separator: ": ")] + remedies.map { "  - \($0)" })
            .joined(separator: "\n")
    }
}
