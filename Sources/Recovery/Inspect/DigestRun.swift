import RedoubtAOF
import RedoubtAnalysis
import RedoubtBytes
import RedoubtKeyspace
import RedoubtRDB
import RedoubtValues

/// Computes the digest of the dataset at a path.
///
/// A snapshot is hashed key by key as it is read, in memory that does not grow with it; a log is
/// replayed first.
public struct DigestRun {
    /// The digest, and what is known of how it was made.
    public struct Result: Sendable {
        /// Forty hex digits.
        public let hex: String
        /// The server as which the dataset was hashed.
        public let server: ServerChoice
        /// What a user has to know.
        public let warnings: [Warning]
    }

    private let path: String
    private let options: LoadOptions
    private let progress: (any ProgressListener)?
    private let workers: Workers

    /// Prepares a run.
    public init(
        path: String,
        options: LoadOptions = LoadOptions(),
        progress: (any ProgressListener)? = nil
    ) {
        self.path = path
        self.options = options
        self.progress = progress
        workers = Workers(options.jobs)
    }

    /// Reads the dataset and hashes it.
    public func run() throws(RecoveryError) -> Result {
        let layout = try LogLayout(opening: path)
        if layout.manifest == nil, path != "-", let result = try snapshotDigest() {
            guard !options.isRewound else { throw .rewindWithoutLog }
            return result
        }
        let loader = DatasetLoader(options, progress: progress)
        let dataset = try loader.load(snapshot: nil, log: layout, alignment: .unstated)
        return try Self.digest(of: dataset, path: path, workers: workers)
    }

    /// The digest of a dataset in memory.
    static func digest(
        of dataset: borrowing Dataset,
        path: String,
        workers: Workers
    ) throws(RecoveryError) -> Result {
        let profile = dataset.origin.server.profile
        var digest = DatasetDigest(profile: profile)
        for number in dataset.keyspace.databaseNumbers {
            let part = DatabaseDigest(dataset.keyspace[database: number], number, profile)
            for result in workers.map(part.pieceCount, part.piece) {
                switch result {
                case .success(let piece): digest.merge(piece)
                case .failure(let failure):
                    throw RecoveryError(failure.fault, file: path, key: failure.key)
                }
            }
        }
        return result(digest, dataset.origin.server, dataset.origin.warnings)
    }

    /// The digest of a single file that is a snapshot and nothing else; nil for any other.
    private func snapshotDigest() throws(RecoveryError) -> Result? {
        var window = try SourceFile(path).window()
        do throws(Fault) {
            guard Preamble.matches(try window.peek(Preamble.sniffCount)) else { return nil }
        } catch {
            throw RecoveryError(error, file: path)
        }
        let scan = try scanSnapshot(&window)
        var warnings: [Warning] = []
        // Where a log follows its commands belong to the dataset.
        let isLog = try FileWalk.recordsFollow(
            &window,
            isPreamble: Preamble.isDeclared(in: scan.auxiliaries),
            path: path,
            &warnings
        )
        return isLog ? nil : Self.result(scan.digest, scan.server, warnings)
    }

    private func scanSnapshot(_ window: inout ByteWindow) throws(RecoveryError) -> SnapshotDigest {
        do throws(Fault) {
            let total = window.mappedFile?.count
            var frames = try FrameReader(window.take())
            var scan = SnapshotDigest(requested: options.server, format: frames.format)
            var reported = 0
            while let frame = try frames.next() {
                try scan.take(frame, frames, workers)
                if frames.offset - reported > 1 << 20 {
                    reported = frames.offset
                    progress?.progress(.loading, done: reported, total: total)
                }
            }
            try scan.finish(frames, workers)
            if frames.checksum.isMismatch {
                throw Fault(.checksumMismatch, at: frames.offset - 8)
            }
            window = frames.intoWindow()
            return scan
        } catch {
            throw RecoveryError(error, file: path)
        }
    }

    private static func result(
        _ digest: DatasetDigest,
        _ server: ServerChoice,
        _ warnings: [Warning]
    ) -> Result {
        let modules = Warning(moduleKeyCount: digest.moduleKeyCount).map { [$0] } ?? []
        return Result(hex: digest.hex, server: server, warnings: warnings + modules)
    }
}

extension Warning {
    /// A digest that leaves the content of module values out is not what the server answers.
    fileprivate init?(moduleKeyCount: Int) {
        guard moduleKeyCount > 0 else { return nil }
        self.init(
            "\(moduleKeyCount) module values are hashed without their content, which only the "
                + "module can read"
        )
    }
}
