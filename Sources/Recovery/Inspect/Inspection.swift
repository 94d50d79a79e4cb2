public import RedoubtAOF
public import RedoubtAnalysis

/// What a snapshot or a log holds, without replaying it.
public struct Inspection: Sendable {
    /// One file with what was found in it.
    public struct File: Sendable {
        /// The path.
        public let path: String
        /// What it is to a multi-part log; nil for a single file.
        public let role: AOFFileInfo.Role?
        /// Size on disk in bytes; nil for a pipe.
        public let byteCount: Int?
        /// The snapshot in it, or at its start.
        public var snapshot: SnapshotSummary?
        /// The records in it; nil for a snapshot with nothing behind it.
        public var log: LogSummary?
    }

    /// The path that was inspected.
    public let path: String
    /// The files, in the order in which they are read.
    public var files: [File] = []
    /// Whether a manifest lists the files.
    public let isMultiPart: Bool
    /// What was dropped at the end of the log.
    public var tail: TailReport?
    /// What a user has to know.
    public var warnings: [Warning] = []

    /// The snapshot that the dataset starts from.
    public var snapshot: SnapshotSummary? { files.first?.snapshot }

    /// Whether it has records: whether it is a log rather than a snapshot.
    public var isLog: Bool { isMultiPart || files.contains { $0.log != nil } }

    /// The records of all files.
    public var log: LogSummary {
        files.reduce(into: LogSummary()) { total, file in file.log.map { total.merge($0) } }
    }
}
