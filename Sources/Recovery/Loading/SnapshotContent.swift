import RedoubtBytes
import RedoubtKeyspace
import RedoubtRDB
import RedoubtValues

/// What was loaded of a snapshot.
struct SnapshotContent: ~Copyable {
    private var keyspace: Keyspace
    private let source: SnapshotSource
    /// Takes keys instead of the keyspace; nil if nothing does.
    private let spool: PastSpool?
    private let path: String
    /// What a user has to know.
    private(set) var warnings: [Warning] = []
    /// The key that was refused.
    private(set) var failing: RecoveryError.KeyName?

    init(
        _ auxiliaries: [(name: ByteString, value: ByteString)],
        profile: ServerProfile,
        source: SnapshotSource,
        spool: PastSpool?,
        path: String
    ) {
        keyspace = Keyspace(profile: profile)
        keyspace.auxiliaries = auxiliaries
        self.source = source
        self.spool = spool
        self.path = path
    }

    /// Takes what belongs to the dataset besides its keys; counts are hints.
    mutating func take(_ frame: Frame, _ frames: borrowing FrameReader) throws(Fault) {
        switch frame {
        case .auxiliary(let name, let value):
            keyspace.auxiliaries.append((name, value))
        case .slotImport:
            warnings.append(Warning(slotImportIn: path))
        case .function(let code):
            try keyspace.addFunction(code, at: frames.offset)
        case .functionPreGA(let library):
            try keyspace.addFunction(library.source, at: frames.offset)
        case .moduleAuxiliary(let data):
            keyspace.moduleAuxiliaries.append(
                Keyspace.ModuleData(bytes: ByteString(frames.payload), isBehindKeys: data.when == 2)
            )
        case .selectDatabase, .resize, .slotInfo, .hashTemplate, .enterprise, .key, .end:
            break
        }
    }

    /// Takes a key that has elements.
    mutating func take(
        _ key: KeyFrame,
        _ name: RawSpan,
        _ payload: RawSpan,
        in context: PayloadContext
    ) throws(Fault) {
        if try spool?.take(key, name, payload, in: context, of: path) ?? false { return }
        let range = source.ownsPayloads ? source.append(payload) : key.payloadRange
        let value = StoredValue.frozen(FrozenValue(source, key.type, range))
        let isNew = keyspace[database: key.database].entries.insert(
            name,
            KeyEntry(value, key.attributes)
        )
        guard isNew else {
            failing = RecoveryError.KeyName(database: key.database, key: ByteString(name))
            throw Fault(.duplicateKey, at: key.recordOffset)
        }
    }

    /// Ends the loading.
    func finish(_ context: PayloadContext) {
        source.adopt(context)
        source.seal()
    }

    /// Has an output begun with what is known before the first key.
    func begin(
        _ selection: inout KeySelection?,
        _ format: FormatVersion,
        _ origin: DatasetOrigin,
        _ database: Int
    ) {
        selection?.beginEarly(format, keyspace, origin, database)
    }

    consuming func intoKeyspace() -> Keyspace { keyspace }
}

extension Warning {
    /// The state of a cluster, not of the dataset: the keys are kept, the import is not resumed.
    fileprivate init(slotImportIn path: String) {
        self.init(
            "\(path): a slot import was in progress; its keys are kept, the import is not resumed"
        )
    }
}
