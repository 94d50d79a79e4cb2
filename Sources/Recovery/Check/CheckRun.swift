import RedoubtAOF
import RedoubtBytes
public import RedoubtRDB
import RedoubtRESP
import RedoubtValues

/// Verifies structure and checksum of a snapshot or a log, down to the elements of every value.
public struct CheckRun {
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
        /// Number of keys read.
        public internal(set) var keyCount = 0
        /// Number of records read; nil without any.
        public internal(set) var recordCount: Int?
        /// Number of bytes read.
        public internal(set) var byteCount = 0
    }

    private let path: String
    private let progress: (any ProgressListener)?

    /// Prepares a run.
    public init(path: String, progress: (any ProgressListener)? = nil) {
        self.path = path
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
                let isPreamble = try checkSnapshot(&window, &result.files[index])
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

    // MARK: Snapshots

    /// - Returns: whether the snapshot says that a log begins with it.
    private func checkSnapshot(
        _ window: inout ByteWindow,
        _ file: inout File
    ) throws(RecoveryError) -> Bool {
        var auxiliaries: [(name: ByteString, value: ByteString)] = []
        var key: RecoveryError.KeyName?
        do throws(Fault) {
            let total = window.mappedFile?.count
            var frames = try FrameReader(window.take())
            var reported = 0
            file.format = frames.format
            while let frame = try frames.next() {
                if case .auxiliary(let name, let value) = frame {
                    auxiliaries.append((name, value))
                }
                guard case .key(let record) = frame else { continue }
                key = RecoveryError.KeyName(database: record.database, key: ByteString(frames.key))
                try Self.checkValue(record, frames)
                key = nil
                file.keyCount += 1
                if frames.offset - reported > 1 << 20 {
                    reported = frames.offset
                    progress?.progress(.checking, done: reported, total: total)
                }
            }
            file.checksum = frames.checksum
            file.byteCount = frames.offset
            if frames.checksum.isMismatch {
                throw Fault(.checksumMismatch, at: frames.offset - 8)
            }
            window = frames.intoWindow()
            return Preamble.isDeclared(in: auxiliaries)
        } catch {
            throw RecoveryError(error, file: file.path, key: key)
        }
    }

    private static func checkValue(
        _ record: KeyFrame,
        _ frames: borrowing FrameReader
    ) throws(Fault) {
        var visitor = IdleVisitor()
        do throws(Fault) {
            try record.type.visit(
                frames.payload,
                at: record.payloadRange.lowerBound,
                in: frames.context,
                &visitor
            )
        } catch {
            throw error.offset < 0 ? error.relocated(to: record.payloadRange.lowerBound) : error
        }
    }

    // MARK: Records

    private func checkRecords(
        _ reader: inout LogReader,
        of file: LogFile,
        _ result: inout File
    ) throws(RecoveryError) {
        var count = 0
        var reported = 0
        while let item = try FileWalk.next(&reader, in: file) {
            if case .record = item { count += 1 }
            if reader.offset - reported > 1 << 20 {
                reported = reader.offset
                progress?.progress(.checking, done: reported, total: reader.sizeMax)
            }
        }
        result.recordCount = count
        result.byteCount = reader.offset
    }
}

/// Keeps nothing: the value has been read to its end when the visit returns.
private struct IdleVisitor: SelectiveVisitor {}
