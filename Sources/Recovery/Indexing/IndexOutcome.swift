import Synchronization

/// What has become of an index that somebody waits for.
final class IndexOutcome: Sendable {
    private let state = Mutex<RecoveryError?>(
        RecoveryError(.failure, "the index was not written: the snapshot can not be mapped")
    )

    /// Why there is no index; nil if there is one.
    var failure: RecoveryError? { state.withLock { $0 } }

    func take(_ step: LoadStep) {
        switch step {
        case .wroteIndex(let failure): state.withLock { $0 = failure }
        case .failed(let failure): state.withLock { $0 = failure }
        case .planned, .index, .removals, .places, .indexed, .entries, .finished: break
        }
    }
}
