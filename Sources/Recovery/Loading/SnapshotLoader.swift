import RedoubtBytes
import RedoubtKeyspace
import RedoubtRDB
import RedoubtValues

/// Reads a snapshot into a keyspace whose values stay frozen: ranges of the file until touched.
///
/// Keys are never dropped for having expired. Aggregates without elements are, and a library or a
/// key that stands twice is an error, as for the servers.
struct SnapshotLoader {
    private let path: String
    private let options: LoadOptions
    private let plan: SplicePlan?
    /// Takes the keys that are not left where they are; nil if they are loaded.
    private let spool: PastSpool?
    private let progress: (any ProgressListener)?

    init(
        path: String,
        options: LoadOptions,
        plan: SplicePlan? = nil,
        spool: PastSpool? = nil,
        progress: (any ProgressListener)?
    ) {
        self.spool = spool
        self.plan = plan
        self.path = path
        self.options = options
        self.progress = progress
    }

    /// A dataset, and the window behind the snapshot's checksum.
    struct Loaded: ~Copyable {
        var dataset: Dataset
        var window: ByteWindow
    }

    /// Loads the snapshot at which `window` stands.
    func load(_ window: consuming ByteWindow) throws(RecoveryError) -> Loaded {
        let mappedFile = window.mappedFile
        var failing: RecoveryError.KeyName?
        do throws(Fault) {
            var frames = try FrameReader(window)
            var (auxiliaries, frame) = try Self.leadingAuxiliaries(&frames)
            var origin = origin(auxiliaries, frames.format)
            var keyspace = Keyspace(profile: origin.server.profile)
            var selection = plan.flatMap { plan in
                mappedFile.map {
                    plan.selection(snapshotByteCount: $0.count, workers: Workers(options.jobs))
                }
            }
            let source = Self.source(selection == nil ? mappedFile : nil, frames.context)
            let ahead = mappedFile.map { ReadAhead($0) }
            defer { ahead?.stop() }
            var reported = 0
            func reach(_ offset: Int) {
                guard offset - reported > 1 << 20 else { return }
                reported = offset
                ahead?.advance(to: offset)
                progress?.progress(.loading, done: offset, total: mappedFile?.count)
            }
            while let current = frame {
                switch current {
                case .auxiliary(let name, let value):
                    auxiliaries.append((name, value))
                case .slotImport:
                    origin.warnings.append(Warning(slotImportIn: path))
                case .key(let key):
                    try Self.take(
                        key,
                        frames,
                        source,
                        &selection,
                        spool.map { (spool: $0, path: path) },
                        into: &keyspace,
                        failing: &failing
                    )
                default:
                    try Self.take(current, frames, into: &keyspace)
                }
                reach(frames.offset)
                while try selection?.passKeys(&frames) ?? false { reach(frames.offset) }
                frame = try frames.next()
            }
            source.adopt(frames.context)
            source.seal()
            try Self.verify(frames.checksum, endingAt: frames.offset)
            keyspace.auxiliaries = auxiliaries
            let untouched = mappedFile.flatMap { selection?.finish($0) }
            let format = frames.format
            if let untouched { try settleDoubts(untouched, of: format, &origin, &failing) }
            // The replay needs memory, and reads nothing there.
            if let file = untouched?.file { file.release(0..<file.count) }
            var dataset = Dataset(keyspace, origin)
            dataset.untouched = untouched
            dataset.splice = untouched.map {
                SpliceReport(
                    copiedKeyCount: $0.keyCount,
                    loadedKeyCount: dataset.keyspace.count + (spool?.keyCount ?? 0),
                    widening: plan?.touches.widening
                )
            }
            return Loaded(dataset: dataset, window: frames.intoWindow())
        } catch {
            throw RecoveryError(error, file: path, key: failing)
        }
    }

    /// Makes sure that no key which was left where it is stands twice.
    private func settleDoubts(
        _ untouched: UntouchedKeys,
        of format: FormatVersion,
        _ origin: inout DatasetOrigin,
        _ failing: inout RecoveryError.KeyName?
    ) throws(Fault) {
        guard let file = untouched.file, !untouched.suspects.isEmpty else { return }
        guard !untouched.hasTooManySuspects else {
            origin.warnings.append(Warning(uncheckedDuplicatesIn: path))
            return
        }
        let search = DuplicateSearch(file, among: untouched.suspects, Workers(options.jobs))
        try search.run(untouched.segments, of: format, &failing)
    }

    /// Where the values stay: in the file, or in memory of their own.
    private static func source(_ file: MappedFile?, _ context: PayloadContext) -> SnapshotSource {
        file.map { SnapshotSource($0, context: context) } ?? SnapshotSource(context: context)
    }

    /// AUX fields come first: they name the server whose behaviour decides how values are held.
    private static func leadingAuxiliaries(
        _ frames: inout FrameReader
    ) throws(Fault) -> (fields: [(name: ByteString, value: ByteString)], next: Frame?) {
        var fields: [(name: ByteString, value: ByteString)] = []
        while let frame = try frames.next() {
            guard case .auxiliary(let name, let value) = frame else { return (fields, frame) }
            fields.append((name, value))
        }
        return (fields, nil)
    }

    private func origin(
        _ auxiliaries: [(name: ByteString, value: ByteString)],
        _ format: FormatVersion
    ) -> DatasetOrigin {
        let named = ServerProfile(auxiliaries: auxiliaries)
        let server =
            options.server.map { ServerChoice.requested($0) } ?? named.map { .named($0) }
            ?? .assumed(for: format)
        var origin = DatasetOrigin(server: server, format: format)
        if let time = auxiliaries.first(where: { $0.name == "ctime" })?.value,
            let seconds = Int64(canonicalDecimal: time.bytes)
        {
            origin.createdAtMs = seconds.multipliedReportingOverflow(by: 1000).partialValue
        }
        return origin
    }

    /// Takes what belongs to the dataset besides its keys; counts are hints.
    private static func take(
        _ frame: Frame,
        _ frames: borrowing FrameReader,
        into keyspace: inout Keyspace
    ) throws(Fault) {
        switch frame {
        case .function(let code):
            try keyspace.addFunction(code, at: frames.offset)
        case .functionPreGA(let library):
            try keyspace.addFunction(library.source, at: frames.offset)
        case .moduleAuxiliary(let data):
            keyspace.moduleAuxiliaries.append(
                Keyspace.ModuleData(bytes: ByteString(frames.payload), isBehindKeys: data.when == 2)
            )
        case .auxiliary, .selectDatabase, .resize, .slotInfo, .slotImport, .hashTemplate,
            .enterprise, .key, .end:
            break
        }
    }

    private static func take(
        _ key: KeyFrame,
        _ frames: borrowing FrameReader,
        _ source: SnapshotSource,
        _ selection: inout KeySelection?,
        _ past: (spool: PastSpool, path: String)?,
        into keyspace: inout Keyspace,
        failing: inout RecoveryError.KeyName?
    ) throws(Fault) {
        let payload = frames.payload
        let isEmpty = try key.type.isEmpty(
            payload,
            at: key.payloadRange.lowerBound,
            in: frames.context
        )
        if selection?.takes(key, frames, isEmpty: isEmpty) ?? false { return }
        guard !isEmpty else { return }
        if let past {
            let (spool, path) = past
            if try spool.take(key, frames.key, payload, in: frames.context, of: path) { return }
        }
        let range = source.ownsPayloads ? source.append(payload) : key.payloadRange
        let value = StoredValue.frozen(FrozenValue(source, key.type, range))
        let isNew = keyspace[database: key.database].entries.insert(
            frames.key,
            KeyEntry(value, key.attributes)
        )
        guard isNew else {
            failing = RecoveryError.KeyName(
                database: key.database,
                key: ByteString(frames.key)
            )
            throw Fault(.duplicateKey, at: key.recordOffset)
        }
    }

    /// A checksum that does not match means that anything in the file may be wrong.
    private static func verify(
        _ checksum: ChecksumState,
        endingAt offset: Int
    ) throws(Fault) {
        if checksum.isMismatch { throw Fault(.checksumMismatch, at: offset - 8) }
    }
}

extension Warning {
    /// Memory for the search is bounded.
    fileprivate init(uncheckedDuplicatesIn path: String) {
        self.init(
            "\(path): it has too many keys to tell whether one of them stands twice, which no "
                + "server would load"
        )
    }

    /// The state of a cluster, not of the dataset: the keys are kept, the import is not resumed.
    fileprivate init(slotImportIn path: String) {
        self.init(
            "\(path): a slot import was in progress; its keys are kept, the import is not resumed"
        )
    }
}
