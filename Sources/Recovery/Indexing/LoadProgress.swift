import Synchronization

/// How far the loading of a dataset has come.
public struct LoadProgress: Sendable, Hashable {
    /// What is going on.
    public var phase = ProgressPhase.loading
    /// Bytes of the phase that are done.
    public var doneByteCount = 0
    /// Bytes of the phase in all; nil where that is not known.
    public var totalByteCount: Int?

    /// Nothing is done yet.
    public init() {}
}

/// Where a thread that loads tells how far it has come, and others look.
final class LoadProgressBoard: ProgressListener, Sendable {
    private let state = Mutex(LoadProgress())

    var current: LoadProgress { state.withLock { $0 } }

    func progress(_ phase: ProgressPhase, done: Int, total: Int?) {
        state.withLock { state in
            state.phase = phase
            state.doneByteCount = done
            state.totalByteCount = total
        }
    }
}
