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
    }

    let seed: UInt64
    private let deliver: @Sendable (LoadStep) -> Void
    private let state = Mutex(State())

    init(seed: UInt64, _ deliver: @escaping @Sendable (LoadStep) -> Void) {
        self.seed = seed
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
    }

    /// Takes the next keys of the file.
    func take(_ segment: SegmentSelection, of file: MappedFile) {
        let (source, database) = state.withLock { state in
            // Payloads need the templates that stand in front of them.
            let count = segment.context.templates.count
            if state.source == nil || count != state.templateCount {
                let source = SnapshotSource(file, context: segment.context)
                source.seal()
                state.source = source
                state.templateCount = count
            }
            return (state.source, state.plan.databases.fate(of: segment.database))
        }
        guard let source, let database else { return }
        for batch in segment.places.parts(of: Self.batchCount) {
            let keys = IndexedKeys(
                database: database,
                batch: batch,
                source: source,
                seed: seed,
                endOffset: segment.end
            )
            deliver(.places(keys))
        }
    }

    /// The most keys of a batch: its owner is not to be kept from other work for long.
    private static let batchCount = 4096

    /// The snapshot was read to its end.
    func end() {
        deliver(.indexed)
    }
}
