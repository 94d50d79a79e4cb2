import RedoubtBytes
import Synchronization

/// The keys of a snapshot that were passed over, for those that may stand twice.
///
/// They go to a filter, which waits for memory at each of them: beside the reader, where there are
/// cores for it.
final class SeenKeys: Sendable {
    /// The most keys of which a doubt is settled by looking again.
    static let suspectsMax = 1 << 20
    /// The most bytes for the search for keys that stand twice.
    private static let filterByteCountMax = 1 << 24

    private struct State {
        var filter: KeyFilter
        var suspects: Set<UInt64> = []
    }

    private let state: Mutex<State>
    private let work: SideWork

    init(keyCount: Int, workers: Workers) {
        let filter = KeyFilter(keyCount: keyCount, byteCountMax: Self.filterByteCountMax)
        state = Mutex(State(filter: filter))
        work = SideWork(workers)
    }

    /// Takes the hashes of keys in, in the order of the file.
    func note(_ hashes: [UInt64], in database: Int) {
        work.add { self.insert(hashes, in: database) }
    }

    /// The hashes of all keys that may stand twice, but no more than ``suspectsMax``.
    func finish() -> Set<UInt64> {
        work.finish()
        return state.withLock { state in
            // The memory is wanted for what comes next.
            state.filter = KeyFilter(keyCount: 0)
            return state.suspects
        }
    }

    /// The same name in another database is another key.
    private func insert(_ hashes: [UInt64], in database: Int) {
        let offset = UInt64(truncatingIfNeeded: database) &* 0x9E37_79B9_7F4A_7C15
        state.withLock { state in
            // All in one loop, in which the processor waits for memory once and not for each.
            for hash in hashes where state.filter.insert(hash &+ offset) {
                if state.suspects.count < Self.suspectsMax { state.suspects.insert(hash) }
            }
        }
    }
}
