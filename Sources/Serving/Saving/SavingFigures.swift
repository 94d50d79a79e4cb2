/// What is going on with files of a served dataset, for those who ask.
public struct SavingFigures: Sendable {
    /// When the last snapshot was written, in milliseconds since 1970.
    public var lastSaveMs: Int64 = 0
    /// Whether a snapshot is being written.
    public var isSaving = false
    /// Whether the last snapshot was written.
    public var hasSaved = true
    /// Whether a base is being written for the log.
    public var isRewriting = false
    /// Whether the last base was written.
    public var hasRewritten = true
    /// The size of the log in bytes.
    public var logByteCount = 0
    /// Whether the log takes what it is given.
    public var isLogWhole = true

    /// Nothing is going on.
    public init() {}
}

/// A snapshot or a new base that a client asks for.
public enum SavingRequest: Sendable {
    /// `SAVE`: clients wait.
    case snapshot
    /// `BGSAVE`.
    case snapshotBeside
    /// `BGREWRITEAOF`.
    case rewrite
}
