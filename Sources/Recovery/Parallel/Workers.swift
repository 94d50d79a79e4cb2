import Dispatch
import Foundation
import Synchronization

/// Runs independent pieces of work on several cores.
///
/// What a piece answers depends on the piece alone, so results are the same for any number of
/// cores.
struct Workers: Sendable {
    /// Number of pieces that run at the same time.
    let count: Int

    /// One worker for each core that the process may use, or as many as are asked for.
    init(_ count: Int? = nil) {
        self.count = max(1, count ?? ProcessInfo.processInfo.activeProcessorCount)
    }

    /// As many workers, but `most` at the most.
    func limited(to most: Int) -> Workers {
        Workers(min(count, most))
    }

    /// The results of `body` for `0..<pieceCount`, in that order.
    func map<Result: Sendable>(
        _ pieceCount: Int,
        _ body: @Sendable (Int) -> Result
    ) -> [Result] {
        guard count > 1, pieceCount > 1 else { return (0..<pieceCount).map(body) }
        let results = Mutex([Result?](repeating: nil, count: pieceCount))
        let next = Atomic(0)
        DispatchQueue.concurrentPerform(iterations: min(count, pieceCount)) { _ in
            while true {
                let piece = next.wrappingAdd(1, ordering: .relaxed).oldValue
                guard piece < pieceCount else { return }
                let result = body(piece)
                results.withLock { $0[piece] = result }
            }
        }
        return results.withLock { $0.compactMap(\.self) }
    }

    /// Hands the results of `body` for `0..<pieceCount` to `consume`, in that order, while further
    /// ones are worked on.
    ///
    /// As many results as there are workers, and two more, wait in memory at the most.
    func forEachInOrder<Result: Sendable, E: Error>(
        _ pieceCount: Int,
        _ body: @escaping @Sendable (Int) -> Result,
        consume: (Result) throws(E) -> Void
    ) throws(E) {
        guard count > 1, pieceCount > 1 else {
            for piece in 0..<pieceCount { try consume(body(piece)) }
            return
        }
        try forEachInOrder((0..<pieceCount).makeIterator(), body) { (result) throws(E) in
            try consume(result)
            return true
        }
    }

    /// The same for the pieces of a feed, until `consume` answers that it wants no more.
    func forEachInOrder<Feed: IteratorProtocol & Sendable, Result: Sendable, E: Error>(
        _ feed: Feed,
        _ body: @escaping @Sendable (Feed.Element) -> Result,
        consume: (Result) throws(E) -> Bool
    ) throws(E) {
        guard count > 1 else {
            var feed = feed
            while let piece = feed.next(), try consume(body(piece)) {}
            return
        }
        let line = PieceLine<Feed, Result>(feed, ahead: count + 2)
        for _ in 0..<count { DispatchQueue.global().async { line.work(body) } }
        defer { line.stop(count) }
        var number = 0
        while let result = line.result(of: number), try consume(result) { number += 1 }
    }
}
