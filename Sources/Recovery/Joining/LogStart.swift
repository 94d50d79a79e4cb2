import RedoubtAOF
import RedoubtBytes

/// Where in a log the replay begins, and why that is right.
enum LogStart: Hashable {
    /// At its beginning: base, preamble and records are one dataset's history.
    case beginning
    /// Behind its base or preamble, which a separate snapshot replaces.
    case behindBase
    /// At an offset of one file; earlier files are passed over.
    case position(fileIndex: Int, offset: Int)
}

extension LogStart {
    /// Whether a file takes part in the replay.
    func includes(_ file: LogFile, at index: Int) -> Bool {
        switch self {
        case .beginning: true
        // A base made of commands is replaced by the snapshot as one made of a snapshot is.
        case .behindBase: file.role != .base
        case .position(let first, _): index >= first
        }
    }

    /// The offset in a file from which on its records count.
    func offset(inFile index: Int) -> Int {
        if case .position(index, let offset) = self { offset } else { 0 }
    }
}

/// What the user says of how a snapshot and a log belong together.
public enum Alignment: Sendable, Hashable {
    /// Nothing: the files themselves must show it.
    case unstated
    /// The snapshot was taken when the log had this length.
    case logFrom(LogPosition)
    /// The log's commands begin where the snapshot ends.
    case assumed
}

extension LogStart {
    /// Finds where to begin, or refuses to join.
    ///
    /// - Parameters:
    ///   - hasSnapshot: whether a separate snapshot is the starting point.
    ///   - evidence: the start that replication ids in the files prove, if any.
    init(
        _ alignment: Alignment,
        hasSnapshot: Bool,
        layout: LogLayout,
        evidence: () throws(RecoveryError) -> LogStart?
    ) throws(RecoveryError) {
        guard hasSnapshot else {
            guard alignment == .unstated else { throw .alignmentWithoutSnapshot }
            self = .beginning
            return
        }
        switch alignment {
        case .logFrom(let position):
            let index = try layout.fileIndex(of: position, option: "--log-from")
            self = .position(fileIndex: index, offset: position.offset)
        case .assumed:
            self = .behindBase
        case .unstated:
            guard let proven = try evidence() else { throw .unprovenJoin(layout) }
            self = proven
        }
    }
}

extension LogStart {
    /// Finds where a log begins behind what a separate snapshot says of itself, if there is one.
    init(
        of log: LogLayout,
        _ alignment: Alignment,
        behind auxiliaries: [(name: ByteString, value: ByteString)]?
    ) throws(RecoveryError) {
        try self.init(alignment, hasSnapshot: auxiliaries != nil, layout: log) {
            () throws(RecoveryError) in
            try ReplicationEvidence(snapshot: auxiliaries ?? [], log: log).start()
        }
    }

    /// Refuses to join a log that there is not.
    static func expectNone(_ alignment: Alignment) throws(RecoveryError) {
        guard alignment == .unstated else { throw .alignmentWithoutLog }
    }

    /// Refuses files that do not belong together, as far as their heads tell.
    static func expect(
        _ alignment: Alignment,
        of snapshot: String?,
        _ log: LogLayout?
    ) throws(RecoveryError) {
        guard let log else { return try expectNone(alignment) }
        guard let snapshot else { return _ = try LogStart(of: log, alignment, behind: nil) }
        // What can be read only once is looked at when it is read.
        guard let auxiliaries = try SnapshotHead.auxiliaries(of: snapshot) else { return }
        _ = try LogStart(of: log, alignment, behind: auxiliaries)
    }
}

extension LogLayout {
    /// The file that a position means.
    ///
    /// - Parameter option: the option that named it.
    func fileIndex(of position: LogPosition, option: String) throws(RecoveryError) -> Int {
        if let name = position.file {
            guard let index = files.firstIndex(where: { $0.name == name }) else {
                throw RecoveryError(
                    .usage,
                    "the log has no file \(name), but "
                        + files.map(\.name).joined(separator: ", ")
                )
            }
            return index
        }
        let candidates = files.indices.filter { files[$0].role != .base }
        guard candidates.count == 1, let only = candidates.first else {
            let forms = candidates.map { "\(option) \(files[$0].name):\(position.offset)" }
            throw RecoveryError(
                .usage,
                "the log has \(candidates.count) files with commands: say which one is meant",
                remedies: forms
            )
        }
        return only
    }
}

extension RecoveryError {
    fileprivate static let alignmentWithoutLog = RecoveryError(
        .usage,
        "--log-from and --assume-aligned say how a log joins a snapshot, but there is no --log"
    )

    fileprivate static let alignmentWithoutSnapshot = RecoveryError(
        .usage,
        "--log-from and --assume-aligned say how a log joins a snapshot, but there is no --snapshot"
    )

    fileprivate static func unprovenJoin(_ layout: LogLayout) -> RecoveryError {
        RecoveryError(
            .usage,
            "nothing proves that the log begins where the snapshot ends: commands that the "
                + "snapshot already contains would apply twice",
            remedies: [
                "--log-from OFFSET, if you know how long the log was when the snapshot was taken",
                "--assume-aligned, if you know that the log begins where the snapshot ends",
                "leave --snapshot out, if the log is complete: "
                    + "rebuild --log \(layout.path) needs no proof",
            ]
        )
    }
}

extension LogLayout {
    /// The path as the user would name it.
    var path: String {
        switch location {
        case .file(let path): path
        case .directory(let path, _): path
        }
    }
}
