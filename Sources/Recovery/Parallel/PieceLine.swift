import Dispatch
import Synchronization

/// The results of pieces on their way from the workers to the one who takes them in order.
final class PieceLine<Result: Sendable>: Sendable {
    private struct State {
        var next = 0
        var results: [Int: Result] = [:]
        var isStopped = false
    }

    private let pieceCount: Int
    private let state = Mutex(State())
    /// Counts the results that may still be made before one is taken.
    private let room = DispatchSemaphore(value: 0)
    /// Counts the results that were made.
    private let made = DispatchSemaphore(value: 0)
    /// Counts the workers that have ended.
    private let ended = DispatchSemaphore(value: 0)

    init(_ pieceCount: Int, ahead: Int) {
        self.pieceCount = pieceCount
        // Counted up from 0: a semaphore must not end below what it began with.
        for _ in 0..<ahead { room.signal() }
    }

    func work(_ body: (Int) -> Result) {
        defer { ended.signal() }
        while true {
            room.wait()
            let piece = state.withLock { state -> Int? in
                guard !state.isStopped, state.next < pieceCount else { return nil }
                defer { state.next += 1 }
                return state.next
            }
            guard let piece else {
                room.signal()
                return
            }
            let result = body(piece)
            state.withLock { $0.results[piece] = result }
            made.signal()
        }
    }

    /// The result of a piece, once it was made.
    func result(of piece: Int) -> Result {
        while true {
            if let result = state.withLock({ $0.results.removeValue(forKey: piece) }) {
                room.signal()
                return result
            }
            made.wait()
        }
    }

    /// Has the workers begin nothing more, and waits until they have ended.
    func stop(_ workerCount: Int) {
        state.withLock { $0.isStopped = true }
        for _ in 0..<workerCount { room.signal() }
        for _ in 0..<workerCount { ended.wait() }
    }
}
