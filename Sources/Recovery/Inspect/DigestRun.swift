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

    /// Prepares a run.
    public init(
        path: String,
        options: LoadOptions = LoadOptions(),
        progress: (any ProgressListener)? = nil
    ) {
        self.path = path
        self.options = options
        self.progress = progress
    }

    /// Reads the dataset and hashes it.
    public func run() throws(RecoveryError) -> Result {
        let layout = try LogLayout(opening: path)
        if layout.manifest == nil, path != "-", let result = try snapshotDigest() { return result }
        let loader = DatasetLoader(options, progress: progress)
        let dataset = try loader.load(snapshot: nil, log: layout, alignment: .unstated)
        return try Self.digest(of: dataset, path: path)
    }

    /// The digest of a dataset in memory.
    static func digest(of dataset: borrowing Dataset, path: String) throws(RecoveryError) -> Result
    {
        var digest = DatasetDigest(profile: dataset.origin.server.profile)
        for number in dataset.keyspace.databaseNumbers {
            for entry in dataset.keyspace[database: number].entries {
                let isExpiring = entry.value.attributes.expiresAtMs != nil
                do throws(Fault) {
                    try digest.add(entry.key.bytes, database: number, hasExpiry: isExpiring) {
                        (value) throws(Fault) in
                        try entry.value.value.visit(&value)
                    }
                } catch {
                    let key = RecoveryError.KeyName(database: number, key: entry.key)
                    throw RecoveryError(error, file: path, key: key)
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
                try scan.take(frame, frames)
                if frames.offset - reported > 1 << 20 {
                    reported = frames.offset
                    progress?.progress(.loading, done: reported, total: total)
                }
            }
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

/// Hashes the keys of a snapshot as they come by.
private struct SnapshotDigest {
    private(set) var server: ServerChoice
    private(set) var digest: DatasetDigest
    private(set) var auxiliaries: [(name: ByteString, value: ByteString)] = []
    private let isRequested: Bool

    init(requested: ServerProfile?, format: FormatVersion) {
        server = requested.map { .requested($0) } ?? .assumed(for: format)
        isRequested = requested != nil
        digest = DatasetDigest(profile: server.profile)
    }

    mutating func take(_ frame: Frame, _ frames: borrowing FrameReader) throws(Fault) {
        switch frame {
        case .auxiliary(let name, let value):
            auxiliaries.append((name, value))
            // The server's name stands in front of every key.
            guard !isRequested, let named = ServerProfile(auxiliaries: auxiliaries) else { return }
            server = .named(named)
            if digest.isEmpty { digest = DatasetDigest(profile: named) }
        case .key(let key):
            let context = frames.context
            let payload = frames.payload
            try digest.add(
                frames.key,
                database: key.database,
                hasExpiry: key.attributes.expiresAtMs != nil
            ) { (value) throws(Fault) in
                try key.type.visit(
                    payload,
                    at: key.payloadRange.lowerBound,
                    in: context,
                    &value
                )
            }
        default:
            break
        }
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
