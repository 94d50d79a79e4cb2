import RedoubtBytes
import RedoubtKeyspace
import RedoubtRDB
import Synchronization

/// Tells where the keys of a snapshot stand that a log does not touch, while it is read.
///
/// One thread calls it, the one that takes up what the workers have decided.
final class KeyIndexing: Sendable {
    private struct State {
        var plan = TouchPlan.nothing
        var source: SnapshotSource?
        var templateCount = 0
        /// What an index is to be written of: keys by database, and where anything else stands.
        var tables: [Int: ColdKeys] = [:]
        var otherOffsets: [Int] = []
        var isComplete = true
        var hasEnded = false
        /// How many keys were found of the current database, from where on, and how many it says
        /// that it has.
        var foundCount = 0
        var foundSince = 0
        var database = 0
        var announced = Int.max

        /// Judges by the keys so far, and believes no announcement of more.
        mutating func expect(_ segment: SegmentSelection, _ fileCount: Int) -> Int {
            if segment.database != database {
                database = segment.database
                (foundCount, foundSince) = (0, segment.start)
            }
            foundCount += segment.places.count
            let scanned = max(segment.end - foundSince, 1)
            let rest = Double(max(fileCount - foundSince, 0))
            return min(Int(Double(foundCount) * rest / Double(scanned)), announced)
        }
    }

    let seed: UInt64
    /// What the index beside the snapshot says; nil if places are told as they are found.
    private let opened: SnapshotIndex?
    /// The index that is to be written; nil if none is.
    private let target: SnapshotIndex.Target?
    private let deliver: @Sendable (LoadStep) -> Void
    private let state = Mutex(State())

    /// The most keys of a batch: its owner is not to be kept from other work for long.
    private static let batchCount = 4096

    /// - Parameter target: the index that is to be written; nil if none is.
    init(
        seed: UInt64,
        _ opened: SnapshotIndex?,
        collectsFor target: SnapshotIndex.Target?,
        _ deliver: @escaping @Sendable (LoadStep) -> Void
    ) {
        self.seed = opened?.seed ?? seed
        self.opened = opened
        self.target = target
        self.deliver = deliver
    }

    /// Whether places in a file fit into an index.
    func canIndex(_ file: MappedFile) -> Bool {
        ColdKeys.canIndex(byteCount: file.count)
    }

    /// The log was read.
    func begin(_ plan: TouchPlan) {
        state.withLock { $0.plan = plan }
        deliver(.planned(LogTouches(plan: plan)))
        guard let opened else { return }
        let ends = opened.databases.compactMap { database -> (database: Int, keys: ColdKeys)? in
            plan.databases.fate(of: database.database).map { ($0, database.keys) }
        }
        deliver(.index(ends))
    }

    /// Takes note of what is no key.
    func note(_ frame: Frame, at offset: Int) {
        if case .resize(let keys, _) = frame {
            state.withLock { $0.announced = Int(clamping: keys) }
        }
        guard target != nil, frame.belongsToDataset else { return }
        state.withLock { state in
            guard state.otherOffsets.count < ColdIndex.otherMax else {
                state.isComplete = false
                return
            }
            state.otherOffsets.append(offset)
        }
    }

    /// Takes the next keys of the file.
    func take(_ segment: SegmentSelection, of file: MappedFile) {
        let (source, database, expected) = state.withLock { state in
            // Payloads need the templates that stand in front of them.
            let count = segment.context.templates.count
            if state.source == nil || count != state.templateCount {
                let source = SnapshotSource(file, context: segment.context)
                source.seal()
                state.source = source
                state.templateCount = count
            }
            let expected = state.expect(segment, file.count)
            return (state.source, state.plan.databases.fate(of: segment.database), expected)
        }
        guard let source else { return }
        if target != nil { collect(segment.places, source, in: segment.database) }
        guard let database else { return }
        guard opened == nil else { return remove(segment.selected, from: database) }
        for batch in segment.places.parts(of: Self.batchCount) {
            let keys = IndexedKeys(
                database: database,
                batch: batch,
                source: source,
                seed: seed,
                endOffset: segment.end,
                expectedCount: expected
            )
            deliver(.places(keys))
        }
    }

    /// The snapshot was read to its end.
    func end() {
        state.withLock { $0.hasEnded = true }
        deliver(.indexed)
    }

    private func remove(_ touched: [SegmentSelection.Selected], from database: Int) {
        guard !touched.isEmpty else { return }
        var batch = ColdBatch()
        for key in touched {
            batch.add(key.name.bytes, at: key.frame.recordOffset, expires: false, seed: seed)
        }
        deliver(.removals(database: database, batch))
    }

    // MARK: Writing an index

    private func collect(_ places: ColdBatch, _ source: SnapshotSource, in database: Int) {
        state.withLock { state in
            let refused = state.tables[database, default: ColdKeys(source, seed: seed)]
                .insert(places)
            if refused != nil { state.isComplete = false }
        }
    }

    /// Writes the index of a snapshot that was read to its end.
    ///
    /// - Returns: what kept it from that.
    func write(_ rest: LoadedRest) -> RecoveryError? {
        let index = state.withLock { state -> ColdIndex? in
            // A warning would not be told again by whoever uses the index.
            guard state.hasEnded, state.isComplete, rest.origin.warnings.isEmpty else {
                return nil
            }
            let tables = state.tables.sorted { $0.key < $1.key }
            state.tables = [:]
            return ColdIndex(
                databases: tables.map { ($0.key, $0.value) },
                otherOffsets: state.otherOffsets
            )
        }
        return target?.write(index)
    }
}

extension Frame {
    /// Whether it is a part of the dataset without being a key.
    fileprivate var belongsToDataset: Bool {
        switch self {
        case .auxiliary, .function, .functionPreGA, .moduleAuxiliary, .hashTemplate: true
        case .slotImport: true
        case .selectDatabase, .resize, .slotInfo, .enterprise, .key, .end: false
        }
    }
}
