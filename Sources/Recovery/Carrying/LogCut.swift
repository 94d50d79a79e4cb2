import RedoubtAOF

/// Where a replay ended before a command that is not known, and the rest of the log begins.
struct LogCut: Sendable {
    /// Index of the file in the layout.
    let fileIndex: Int
    /// Offset of the command, or of the `MULTI` of its transaction.
    let offset: Int
    /// The database that is selected there.
    let database: Int
    /// The last annotated time before it, in seconds since 1970.
    let timestamp: Int64?
    /// The name of the command.
    let command: String

    /// A cut before the current record of a reader, or before the open transaction: nothing of that
    /// was carried out.
    init(
        before reader: borrowing LogReader,
        _ transaction: OpenTransaction?,
        database: Int,
        timestamp: Int64?
    ) {
        fileIndex = reader.fileIndex
        offset = transaction?.offset ?? reader.recordOffset
        self.database = database
        self.timestamp = timestamp
        command = RecoveryError.shown(reader.argument(0))
    }
}

/// What was carried over from a log without being replayed.
public struct CarriedReport: Sendable {
    /// The file in which it begins.
    public let file: String
    /// Offset at which it begins, always between two commands and outside transactions.
    public let offset: Int
    /// The command that could not be replayed.
    public let command: String
    /// Number of commands by name in upper case; `MULTI` and `EXEC` count like others.
    public internal(set) var commands: [String: Int] = [:]
    /// Number of bytes.
    public internal(set) var byteCount = 0

    /// Number of commands.
    public var count: Int { commands.values.reduce(0, +) }
}
