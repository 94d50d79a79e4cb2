import RedoubtBytes
import RedoubtKeyspace
import RedoubtRDB

/// Decides which keys of a snapshot have to be loaded, while it is read.
///
/// The reader only passes over keys; workers look at them, run by run (``SegmentSelector``). All
/// that need not be loaded stay where they are and are copied in runs. Keys that stand twice are
/// told by ``SeenKeys``.
struct KeySelection: ~Copyable {
    private let selector: SegmentSelector
    private let work: OrderedWork<SegmentSelection>
    private let seen: SeenKeys
    /// Copies untouched keys while the file is read; nil if nobody does.
    private let early: EarlyCopy?
    /// Learns where the untouched keys stand, and which stand twice; nil if nobody does.
    private let index: KeyIndexing?
    private var hasBegunEarly = false
    private var segments = SnapshotSegment.List()
    private var untouched = UntouchedKeys()

    /// What is worth a worker's while.
    private static let runSize = 1 << 18

    /// - Parameter scratch: the file beside which a scratch file is made, if one is needed.
    init(_ splice: SplicePlan, _ file: MappedFile, workers: Workers, scratch: String) {
        selector = SegmentSelector(
            plan: splice.touches,
            target: splice.target,
            file: file,
            indexSeed: splice.index?.seed
        )
        index = splice.index
        early = splice.early
        work = OrderedWork(workers)
        seen = SeenKeys(beside: scratch)
    }

    deinit {
        work.stop()
    }

    /// Has the output begun before the first key, with what the snapshot has said of itself.
    mutating func beginEarly(
        _ format: FormatVersion,
        _ keyspace: borrowing Keyspace,
        _ origin: DatasetOrigin,
        _ database: Int
    ) {
        guard let early, !hasBegunEarly else { return }
        let prologue = SnapshotPrologue(keyspace, origin, format: selector.target ?? format)
        early.begin(prologue, database: database)
        hasBegunEarly = true
    }

    // MARK: The reader's side

    /// Passes over keys that stand whole in memory.
    ///
    /// - Returns: whether there were any.
    mutating func passKeys(_ frames: inout FrameReader) throws(Fault) -> Bool {
        segments.mark(frames)
        let run = try frames.passKeys(sizeMax: Self.runSize)
        guard run.count > 0 else { return false }
        add(run.range, frames)
        return true
    }

    /// Takes up a key that was read by itself.
    mutating func add(_ key: KeyFrame, _ frames: borrowing FrameReader) {
        add(key.recordOffset..<key.payloadRange.upperBound, frames)
    }

    private func add(_ range: Range<Int>, _ frames: borrowing FrameReader) {
        let (database, context) = (frames.database, frames.context)
        work.add { [selector, seen, index] in
            let segment = selector.select(range, in: database, context)
            if index == nil { seen.note(segment.hashes, in: database) }
            return segment
        }
    }

    /// Notes where that begins which is no key.
    func note(_ frame: Frame, at offset: Int) {
        index?.note(frame, at: offset)
    }

    // MARK: The loader's side

    /// What was decided of the next keys, in the order of the file.
    ///
    /// - Parameter waits: whether everything is wanted, and not only what is too much to wait.
    /// - Returns: nil if there is nothing to be taken.
    mutating func next(waits: Bool) throws(Fault) -> SegmentSelection? {
        guard waits || work.isFull, let segment = work.next() else { return nil }
        for run in segment.untouched {
            untouched.append(
                run.range,
                in: segment.database,
                keyCount: run.keyCount,
                expiringCount: run.expiringCount
            )
            if hasBegunEarly {
                early?.append(run.range, of: selector.file, in: segment.database)
            }
        }
        index?.take(segment, of: selector.file)
        if let fault = segment.fault { throw fault }
        return segment
    }

    /// What is left for the output, and which keys stand twice.
    mutating func finish(_ workers: Workers) throws(Fault) -> UntouchedKeys {
        if hasBegunEarly { early?.flush(selector.file) }
        var result = untouched
        result.file = selector.file
        result.fates = selector.plan.databases
        result.suspects = try seen.finish(workers)
        result.scratchByteCount = seen.writtenCount
        result.segments = segments.all
        return result
    }
}
