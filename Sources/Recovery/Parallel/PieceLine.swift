import Dispatch
import Synchronization

/// The results of pieces on their way from the workers to the one who takes them in order.
final class PieceLine<Feed: IteratorProtocol & Sendable, Result: Sendable>: Sendable {
    private struct State {
        var feed: Feed
        /// Number of pieces that were begun.
        var count = 0
        var results: [Int: Result] = [:]
        /// Whether nothing more is begun.
        var isStopped = false
    }

    private let state: Mutex<State>
    /// Counts the results that may still be made before one is taken.
    private let room = DispatchSemaphore(value: 0)
    /// Counts the results that were made, and the workers that found no piece.
    private let made = DispatchSemaphore(value: 0)
    /// Counts the workers that have ended.
    private let ended = DispatchSemaphore(value: 0)

    init(_ feed: Feed, ahead: Int) {
        state = Mutex(State(feed: feed))
        // Counted up from 0: a semaphore must not end below what it began with.
        for _ in 0..<ahead { room.signal() }
    }

    func work(_ body: (Feed.Element) -> Result) {
        defer { ended.signal() }
        while true {
            room.wait()
            guard let (number, piece) = nextPiece() else {
                room.signal()
                made.signal()
                return
            }
            let result = body(piece)
            state.withLock { $0.results[number] = result }
            made.signal()
        }
    }

    private func nextPiece() -> (number: Int, piece: Feed.Element)? {
        state.withLock { state in
            guard !state.isStopped, let piece = state.feed.next() else {
                state.isStopped = true
                return nil
            }
            defer { state.count += 1 }
            return (state.count, piece)
        }
    }

    /// The result of a piece, once it was made; nil behind the last.
    func result(of number: Int) -> Result? {
        while true {
            let (result, isBehindLast) = state.withLock { state in
                (
                    state.results.removeValue(forKey: number),
                    state.isStopped && number >= state.count
                )
            }
            if isBehindLast { return nil }
            if let result {
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
