import RedoubtAOF
import RedoubtBytes
public import RedoubtRDB
import RedoubtRESP

/// Verifies structure and checksum of a snapshot or a log, and at will the elements of every value.
///
/// Files are read through a buffer, so that memory does not follow their size. A value larger than
/// the buffer is in memory as a whole only while it is decoded.
public struct CheckRun {
    /// How much of a snapshot is verified.
    public enum Depth: Hashable, Sendable {
        /// Every record from end to end, and the checksum over all of them.
        case structure
        /// Every value, decoded to its last element, as well.
        case values
    }

    /// What was found.
    public struct Result: Sendable {
        /// The path that was checked.
        public let path: String
        /// The first damage; nil for sound files.
        public internal(set) var damage: RecoveryError?
        /// The files with what was verified in them.
        public internal(set) var files: [File] = []
        /// What a user has to know.
        public internal(set) var warnings: [Warning] = []
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

    private let path: String
    private let depth: Depth
    private let progress: (any ProgressListener)?

    /// Prepares a run.
    public init(
        path: String,
        depth: Depth = .structure,
        progress: (any ProgressListener)? = nil
    ) {
        self.path = path
        self.depth = depth
        self.progress = progress
    }

    /// Reads every file to its end, or to the first damage.
    ///
    /// - Throws: ``RecoveryError`` where a file cannot be read at all.
    public func run() throws(RecoveryError) -> Result {
        var result = Result(path: path)
        do throws(RecoveryError) {
            try check(&result)
        } catch {
            guard error.kind == .damage else { throw error }
            result.damage = error
        }
        return result
    }

    private func check(_ result: inout Result) throws(RecoveryError) {
        let layout = try LogLayout(opening: path)
        // What servers drop without a word is damage here.
        var reader = LogReader(layout, tail: .strict)
        while let file = try FileWalk.openNext(&reader) {
            result.files.append(File(path: file.path))
            let index = result.files.count - 1
            if reader.hasPreamble {
                var window = reader.takeWindow()
                let check = SnapshotCheck(depth: depth, progress: progress)
                let isPreamble = try check.run(&window, &result.files[index])
                let isLog = try FileWalk.recordsFollow(
                    &window,
                    isPreamble: isPreamble,
                    path: file.path,
                    &result.warnings
                )
                guard isLog else { continue }
                reader.resume(window)
            }
            try checkRecords(&reader, of: file, &result.files[index])
        }
    }

    private func checkRecords(
        _ reader: inout LogReader,
        of file: LogFile,
        _ result: inout File
    ) throws(RecoveryError) {
        let ahead = reader.mappedFile.map { ReadAhead($0) }
        defer { ahead?.stop() }
        var count = 0
        var reported = reader.offset
        while true {
            let passed = try FileWalk.passRecords(&reader, in: file)
            count += passed
            if reader.offset - reported > 1 << 20 {
                reported = reader.offset
                ahead?.advance(to: reported)
                progress?.progress(.checking, done: reported, total: reader.sizeMax)
            }
            guard passed == 0 else { continue }
            guard let item = try FileWalk.next(&reader, in: file) else { break }
            if case .record = item { count += 1 }
        }
        result.recordCount = count
        result.byteCount = reader.offset
    }
}
