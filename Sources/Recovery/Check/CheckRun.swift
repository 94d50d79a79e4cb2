import RedoubtAOF
import RedoubtBytes
public import RedoubtRDB

/// Verifies structure and checksum of snapshots and logs, and at will the elements of every value.
///
/// It tells everything that it finds, and not the first. Files are read through a buffer, so that
/// memory does not follow their size. A value larger than the buffer is in memory as a whole only
/// while it is decoded.
public struct CheckRun {
    /// How much of a snapshot is verified.
    public enum Depth: Hashable, Sendable {
        /// Every record from end to end, and the checksum over all of them.
        case structure
        /// Every value, judged to its last element, and every command of a log as well.
        case values
    }

    /// What was found.
    public struct Result: Sendable {
        /// The paths that were checked.
        public let paths: [String]
        /// Everything that was found, but no more of a kind than can be read.
        public internal(set) var findings = FindingList()
        /// The files with what was verified in them.
        public internal(set) var files: [File] = []
        /// Paths that could not be read at all, where others could.
        public internal(set) var failures: [RecoveryError] = []
        /// What a user has to know.
        public internal(set) var warnings: [Warning] = []

        /// The first of the paths.
        public var path: String { paths.first ?? "" }
        /// The first damage; nil for sound files.
        public var damage: RecoveryError? { findings.firstDamage?.error }
    }

    /// One file and what was verified in it.
    public struct File: Sendable {
        /// The path.
        public let path: String
        /// The version of the snapshot in it; nil without one.
        public internal(set) var format: FormatVersion?
        /// What the checksum of the snapshot says.
        public internal(set) var checksum: ChecksumState?
        /// What vouches for the values of the snapshot; nil without one, or before its end.
        public internal(set) var values: ValueAssurance?
        /// Number of keys read.
        public internal(set) var keyCount = 0
        /// Number of keys that have expired; counted where values are judged.
        public internal(set) var expiredCount = 0
        /// Number of records read; nil without any.
        public internal(set) var recordCount: Int?
        /// Number of bytes read.
        public internal(set) var byteCount = 0
    }

    /// What vouches for the content of the values of a snapshot.
    public enum ValueAssurance: Hashable, Sendable {
        /// They were decoded.
        case decoded
        /// They are what the writer wrote: the checksum covers them.
        case checksum
        /// Nothing: the snapshot has no checksum, and they were not decoded.
        case unverified
    }

    private let request: CheckRequest
    private let progress: (any ProgressListener)?

    /// Prepares a run.
    public init(_ request: CheckRequest, progress: (any ProgressListener)? = nil) {
        self.request = request
        self.progress = progress
    }

    /// Prepares a run over one path.
    public init(
        path: String,
        depth: Depth = .structure,
        progress: (any ProgressListener)? = nil
    ) {
        self.init(CheckRequest(paths: [path], depth: depth), progress: progress)
    }

    /// Reads every file to its end, or as far as it can be read.
    ///
    /// - Throws: ``RecoveryError`` where the only path cannot be read at all; where others can, it
    ///   is one of the ``Result/failures``.
    public func run() throws(RecoveryError) -> Result {
        var result = Result(paths: request.paths)
        for path in request.paths {
            do throws(RecoveryError) {
                try check(path, &result)
            } catch {
                guard request.paths.count > 1 else { throw error }
                result.failures.append(error)
            }
        }
        return result
    }

    private func check(_ path: String, _ result: inout Result) throws(RecoveryError) {
        guard let layout = try opened(path, &result) else { return }
        ManifestCheck.run(layout, request.target.map { LoadTarget($0) }, &result.findings)
        // What servers drop without a word is damage here.
        var reader = LogReader(layout, tail: .strict)
        while let source = try next(&reader, &result) {
            var check = FileCheck(source, request, progress)
            defer {
                result.files.append(check.file)
                result.warnings += check.warnings
            }
            try check.run(&reader, &result.findings)
        }
    }

    private func opened(_ path: String, _ result: inout Result) throws(RecoveryError) -> LogLayout?
    {
        do throws(LayoutError) {
            return try LogLayout.openPresent(path: path)
        } catch {
            try note(error, &result)
            return nil
        }
    }

    private func next(
        _ reader: inout LogReader,
        _ result: inout Result
    ) throws(RecoveryError) -> LogFile? {
        while true {
            do throws(LayoutError) {
                return try reader.openNextFile()
            } catch {
                // The next call opens the file behind it.
                try note(error, &result)
            }
        }
    }

    private func note(_ error: LayoutError, _ result: inout Result) throws(RecoveryError) {
        guard case .fault(let fault, let file) = error, fault.isDamage else {
            throw RecoveryError(layout: error)
        }
        let text = fault.reason.describe(detail: fault.detail)
        result.findings.add(
            Finding(Finding.Kind(fault), text, file: file, offset: max(fault.offset, 0))
        )
    }
}
