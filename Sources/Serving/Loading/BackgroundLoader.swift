import Foundation
import RedoubtKeyspace
public import RedoubtRecovery
import Synchronization

/// Runs a ``DatasetFeed`` on a thread and keeps its steps until their owner takes them.
///
/// The thread waits where the owner does not keep up, so that memory is bounded. Places of keys
/// take little, so that of these far more may wait: the thread then finds a key that somebody waits
/// for (``want(_:)``) long before the owner has taken all others in front of it.
public final class BackgroundLoader: Sendable {
    private struct Inbox {
        var steps = StepQueue()
        var isStopped = false
    }

    private let feed: DatasetFeed
    private let wake: @Sendable () -> Void
    private let seed = UInt64.random(in: .min ... .max)
    private let inbox = Mutex(Inbox())
    /// Count how many more steps may wait: places, and all others.
    private let roomForPlaces = DispatchSemaphore(value: 0)
    private let room = DispatchSemaphore(value: 0)

    private static let placesMax = 1 << 10
    private static let othersMax = 1 << 6

    /// Prepares the thread.
    ///
    /// - Parameter wake: called on that thread whenever steps are there after there were none.
    public init(_ feed: DatasetFeed, wake: @escaping @Sendable () -> Void) {
        self.feed = feed
        self.wake = wake
        makeRoom()
    }

    /// How far it has come.
    public var progress: LoadProgress { feed.progress }

    /// Starts the thread.
    public func start() {
        let thread = Thread { [self] in
            feed.run(seed: seed) { step in self.add(step) }
        }
        thread.name = "redoubt-load"
        thread.start()
    }

    /// The next step; nil if none is there.
    ///
    /// A step takes well under a millisecond to carry out; let other work in between.
    public func next() -> LoadStep? {
        let step = inbox.withLock { $0.steps.next() }
        if let step { self.room(for: step).signal() }
        return step
    }

    /// Has the place of a key told before others, as soon as it is found.
    public func want(_ key: RawSpan) {
        let hash = ColdKeys.hash(of: key, seed)
        inbox.withLock { $0.steps.want(hash) }
    }

    /// Lets the thread run to its end without anybody listening.
    public func stop() {
        inbox.withLock { inbox in
            inbox.isStopped = true
            inbox.steps.removeAll()
        }
        makeRoom()
    }

    private func makeRoom() {
        for _ in 0..<Self.placesMax { roomForPlaces.signal() }
        for _ in 0..<Self.othersMax { room.signal() }
    }

    private func room(for step: LoadStep) -> DispatchSemaphore {
        if case .places = step { roomForPlaces } else { room }
    }

    private func add(_ step: LoadStep) {
        if inbox.withLock({ $0.isStopped }) { return }
        room(for: step).wait()
        let isFirst = inbox.withLock { inbox in
            guard !inbox.isStopped else { return false }
            let wasEmpty = inbox.steps.isEmpty
            inbox.steps.add(step)
            return wasEmpty
        }
        if isFirst { wake() }
    }
}
