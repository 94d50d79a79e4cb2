public import RedoubtBytes

/// Why a command changed nothing.
///
/// Most errors are those with which a server answers too: the live server refused the command in
/// the same way, so a replay skips it. The two exceptions are ``Code/damaged`` and
/// ``Code/unreproducible``, behind which the dataset is not what the server's was.
public struct CommandError: Error, Sendable {
    /// The kind of error: the first word of a server's reply, or a condition of our own.
    public enum Code: String, Sendable, Hashable, CaseIterable {
        case error = "ERR"
        case wrongType = "WRONGTYPE"
        case busyKey = "BUSYKEY"
        case busyGroup = "BUSYGROUP"
        case noGroup = "NOGROUP"
        case invalidObject = "INVALIDOBJ"
        case noScript = "NOSCRIPT"
        case notBusy = "NOTBUSY"
        /// A script failed; the subject is the line that it answers.
        case script = "SCRIPT"
        /// A value of the snapshot that the command needs cannot be read.
        case damaged = "DAMAGED"
        /// The result depends on chance or on what is not in the log.
        case unreproducible = "UNREPRODUCIBLE"
    }

    /// The kind of error.
    public let code: Code
    /// The error in words.
    public let message: StaticString
    /// What is wrong with the value, for ``Code/damaged``.
    public let fault: Fault?
    /// What the message speaks of, or what a script says of its own error.
    public let subject: String?
    /// The word before the command's name, where the message ends with it.
    private var place: StaticString?

    /// Creates an error.
    public init(
        _ code: Code,
        _ message: StaticString,
        fault: Fault? = nil,
        subject: String? = nil
    ) {
        self.subject = subject
        self.code = code
        self.message = message
        self.fault = fault
    }

    /// Creates an error of the general kind.
    public init(_ message: StaticString) {
        self.init(.error, message)
    }

    /// Creates an error whose message ends with the name of the command.
    private init(_ message: StaticString, place: StaticString) {
        self.init(.error, message)
        self.place = place
    }

    /// The error of the command with this name.
    func naming(_ command: String) -> CommandError {
        guard let place else { return self }
        return CommandError(code, saying: "\(message) \(place) '\(command.lowercased())' command")
    }

    /// Creates an error whose words are put together for it.
    public init(_ code: Code, saying words: String) {
        self.init(code, "", subject: words)
    }

    /// A value that the command needs cannot be read.
    public static func damaged(_ fault: Fault) -> CommandError {
        CommandError(.damaged, "a value that the command needs is damaged", fault: fault)
    }

    /// A value of `byteCount` bytes that the command brings along cannot be read.
    ///
    /// A server refuses one that is too short, has a wrong checksum or no elements. One that is
    /// whole and of a type or version that is not known here may be sound for it: that is no error
    /// to go on behind.
    public static func badPayload(_ fault: Fault, byteCount: Int) -> CommandError {
        let isRefused =
            switch fault.reason {
            case .checksumMismatch, .emptyCollection: true
            case .truncated: byteCount <= 10
            default: false
            }
        guard isRefused else { return .damaged(fault) }
        return CommandError("DUMP payload version or checksum are wrong")
    }
}

extension CommandError: CustomStringConvertible {
    /// The code and the message.
    public var description: String {
        if message.utf8CodeUnitCount == 0 { return "\(code.rawValue) \(subject ?? "")" }
        let said = "\(code.rawValue) \(message)"
        if let fault { return "\(said): \(fault)" }
        return subject.map { "\(said): \($0)" } ?? said
    }
}

extension CommandError {
    /// The key holds a value of another kind.
    public static let wrongType = CommandError(
        .wrongType,
        "Operation against a key holding the wrong kind of value"
    )
    /// An option is unknown, misplaced or lacks its value.
    public static let syntax = CommandError("syntax error")
    /// The number of arguments does not fit the command.
    public static let arity = CommandError("wrong number of arguments", place: "for")
    /// An argument or a stored value is not an integer in the 64-bit range.
    public static let notAnInteger = CommandError("value is not an integer or out of range")
    /// An argument or a stored value is not a number.
    public static let notADouble = CommandError("value is not a valid float")
    /// A number is outside the range that the command takes.
    public static let outOfRange = CommandError("value is out of range")
    /// A number is negative.
    static let negative = CommandError("value is out of range, must be positive")
    /// Source and destination are the same.
    static let sameObjects = CommandError("source and destination objects are the same")
    /// The key that the command needs is missing.
    public static let noSuchKey = CommandError("no such key")
    /// The result of an addition leaves the range.
    public static let overflow = CommandError("increment or decrement would overflow")
    /// An expiry leaves the range.
    public static let invalidExpiry = CommandError("invalid expire time", place: "in")
    /// A string would become larger than strings may be.
    public static let stringTooLarge = CommandError(
        "string exceeds maximum allowed size (proto-max-bulk-len)"
    )
    /// A bit offset is not one.
    public static let badBitOffset = CommandError("bit offset is not an integer or out of range")
}
