import Dispatch
import Synchronization

/// Work that workers do beside their owner, who takes the results in the order in which it came.
///
/// The owner takes a result whenever ``isFull``, so that memory is bounded.
final class OrderedWork<Result: Sendable>: Sendable {
    private struct State {
        var pieces: [(number: Int, body: @Sendable () -> Result)] = []
        var results: [Int: Result] = [:]
        /// Number of pieces that were added, and of results that were taken.
        var added = 0
        var taken = 0
    }

    private let state = Mutex(State())
    private let workerCount: Int
    /// Counts the pieces that nobody has begun, and the workers that are to end.
    private let waiting = DispatchSemaphore(value: 0)
    /// Counts the results that were made.
    private let made = DispatchSemaphore(value: 0)

    init(_ workers: Workers) {
        workerCount = workers.count > 1 ? workers.count : 0
        for _ in 0..<workerCount { DispatchQueue.global().async { [self] in work() } }
    }

    private func work() {
        while true {
            waiting.wait()
            let next = state.withLock { state in
                state.pieces.isEmpty ? nil : state.pieces.removeFirst()
            }
            guard let next else { return }
            let result = next.body()
            state.withLock { $0.results[next.number] = result }
            made.signal()
        }
    }

    /// Whether a result should be taken before more is added.
    var isFull: Bool { state.withLock { $0.added - $0.taken > workerCount + 2 } }

    /// Has a piece done, now or later.
    func add(_ body: @escaping @Sendable () -> Result) {
        let isInline = workerCount == 0
        let result = isInline ? body() : nil
        state.withLock { state in
            if isInline {
                state.results[state.added] = result
            } else {
                state.pieces.append((state.added, body))
            }
            state.added += 1
        }
        if !isInline { waiting.signal() }
    }

    /// The oldest result that was not taken, once it was made; nil if there is none.
    func next() -> Result? {
        while true {
            let (result, isDone) = state.withLock { state -> (Result?, Bool) in
                guard state.taken < state.added else { return (nil, true) }
                guard let result = state.results.removeValue(forKey: state.taken) else {
                    return (nil, false)
                }
                state.taken += 1
                return (result, true)
            }
            if isDone { return result }
            made.wait()
        }
    }

    /// Has the workers end; pieces that were not begun are dropped.
    func stop() {
        state.withLock { state in
            state.pieces = []
        }
        for _ in 0..<workerCount { waiting.signal() }
    }
}
