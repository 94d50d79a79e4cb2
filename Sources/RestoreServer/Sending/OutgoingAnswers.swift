import RedoubtBytes
import Synchronization

/// The answers of one connection on their way to its socket: the event loop hands them over, the
/// sender sends them.
///
/// - Invariant: the bytes belong to the sender from ``hand(over:)`` until it has sent them all or
///   calls `giveBack`, and to the event loop otherwise. `state` says whose they are.
final class OutgoingAnswers: @unchecked Sendable {
    private enum State {
        /// There is nothing on its way.
        static let idle: UInt8 = 0
        static let sending: UInt8 = 1
        /// On its way, and the event loop wants to hear when it is gone.
        static let awaited: UInt8 = 2
    }

    private let socket: SocketDuplicate
    private let state = Atomic(State.idle)
    private var bytes = ByteBuilder(capacity: 512)
    private var sentCount = 0
    /// Tells the event loop that it has to go on.
    private let giveBack: @Sendable () -> Void

    init(_ socket: SocketDuplicate, giveBack: @escaping @Sendable () -> Void) {
        self.socket = socket
        self.giveBack = giveBack
    }

    // MARK: On the event loop

    /// Whether nothing is on its way; else the event loop will be told when that is so.
    func isFree() -> Bool {
        guard state.load(ordering: .acquiring) != State.idle else { return true }
        let (_, found) = state.compareExchange(
            expected: State.sending,
            desired: State.awaited,
            ordering: .acquiringAndReleasing
        )
        return found == State.idle
    }

    /// Takes answers over, if nothing is on its way.
    func hand(over output: inout ByteBuilder) {
        swap(&output, &bytes)
        state.store(State.sending, ordering: .releasing)
    }

    /// Takes back what was not sent, behind `giveBack`.
    func reclaim(_ body: (_ bytes: RawSpan, _ sentCount: Int) -> Void) {
        if sentCount < bytes.count { body(bytes.bytes, sentCount) }
        bytes.removeAll()
        state.store(State.idle, ordering: .releasing)
    }

    // MARK: On the sender's thread

    /// Sends what was handed over.
    func send() {
        sentCount = socket.send(bytes.bytes)
        if sentCount == bytes.count {
            bytes.removeAll()
            let (isOver, _) = state.compareExchange(
                expected: State.sending,
                desired: State.idle,
                ordering: .acquiringAndReleasing
            )
            if isOver { return }
        }
        giveBack()
    }
}
