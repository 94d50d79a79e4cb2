import Foundation
public import RedoubtRecovery
import Synchronization

/// Runs a ``DatasetFeed`` on a thread and keeps its steps until their owner takes them.
///
/// The thread waits where the owner does not keep up, so that memory is bounded.
public final class BackgroundLoader: Sendable {
    private struct Inbox {
        var steps: [LoadStep] = []
        /// The next step to be taken.
        var first = 0
        var isStopped = false
    }

    private let feed: DatasetFeed
    private let wake: @Sendable () -> Void
    private let inbox = Mutex(Inbox())
    /// Counts how many more steps may wait.
    private let room = DispatchSemaphore(value: stepMax)

    /// The most steps that wait.
    private static let stepMax = 64

    /// Prepares the thread.
    ///
    /// - Parameter wake: called on that thread whenever steps are there after there were none.
    public init(_ feed: DatasetFeed, wake: @escaping @Sendable () -> Void) {
        self.feed = feed
        self.wake = wake
    }

    /// How far it has come.
    public var progress: LoadProgress { feed.progress }

    /// Starts the thread.
    public func start() {
        let thread = Thread { [self] in
            feed.run { step in self.add(step) }
        }
        thread.name = "redoubt-load"
        thread.start()
    }

    /// The next step; nil if none is there.
    ///
    /// A step takes well under a millisecond to carry out; let other work in between.
    public func next() -> LoadStep? {
        let step = inbox.withLock { inbox -> LoadStep? in
            guard inbox.first < inbox.steps.count else { return nil }
            let step = inbox.steps[inbox.first]
            inbox.first += 1
            // What was taken is let go of now and then, and not one by one.
            if inbox.first == inbox.steps.count || inbox.first >= Self.stepMax {
                inbox.steps.removeFirst(inbox.first)
                inbox.first = 0
            }
            return step
        }
        if step != nil { room.signal() }
        return step
    }

    /// Lets the thread run to its end without anybody listening.
    public func stop() {
        inbox.withLock { inbox in
            inbox.isStopped = true
            inbox.steps = []
            inbox.first = 0
        }
        for _ in 0..<Self.stepMax { room.signal() }
    }

    private func add(_ step: LoadStep) {
        if inbox.withLock({ $0.isStopped }) { return }
        room.wait()
        let wasEmpty = inbox.withLock { inbox in
            guard !inbox.isStopped else { return false }
            inbox.steps.append(step)
            return inbox.steps.count == inbox.first + 1
        }
        if wasEmpty { wake() }
    }
}
