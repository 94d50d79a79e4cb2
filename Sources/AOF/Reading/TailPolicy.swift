public import RedoubtBytes

/// What to do with a log that does not end well.
///
/// Servers accept a last command or transaction that was cut off by a crash
/// (`aof-load-truncated yes`) in the last file of a log, and nowhere else.
public struct TailPolicy: Hashable, Sendable {
    /// Whether a cut-off command or an open transaction at the end of the last file is dropped.
    public var acceptsTruncated: Bool
    /// Bytes that are no records are dropped at the end of the last file if they, together with
    /// what follows them, are fewer than this (`aof-load-corrupt-tail-max-size`, Redis 8.4).
    public var corruptCountMax: Int

    /// Creates a policy.
    public init(acceptsTruncated: Bool = true, corruptCountMax: Int = 0) {
        self.acceptsTruncated = acceptsTruncated
        self.corruptCountMax = corruptCountMax
    }

    /// What servers do by default.
    public static let standard = TailPolicy()

    /// Nothing is dropped.
    public static let strict = TailPolicy(acceptsTruncated: false)
}

/// What was dropped at the end of the last file of a log.
public struct TailReport: Hashable, Sendable {
    /// Why the end could not be used.
    public enum Cause: Hashable, Sendable {
        /// The last command is cut off.
        case truncatedRecord
        /// `MULTI` without `EXEC`; the last command within may be cut off too.
        case openTransaction
        /// Bytes that are no record.
        case corrupt(Fault)
    }

    /// Why the end could not be used.
    public let cause: Cause
    /// Index of the file within the log.
    public let fileIndex: Int
    /// Offset behind the last record that counts: where the file would have to be cut.
    public let cutOffset: Int
    /// Size of the (decompressed) file.
    public let endOffset: Int
    /// Number of whole commands in the open transaction, `MULTI` not counted.
    public let transactionCommandCount: Int

    /// Number of bytes dropped.
    public var droppedCount: Int { endOffset - cutOffset }
}
