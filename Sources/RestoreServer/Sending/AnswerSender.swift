import Dispatch
import NIOCore
import Synchronization

/// Sends the answers of many connections on a thread of its own, while the event loop carries out
/// further requests.
///
/// Sending is a third of what a request in a pipeline costs, and most of what one on its own
/// costs: on loopback, the system does the work of the receiving side along with it.
final class AnswerSender: Sendable {
    private let queue = DispatchQueue(label: "redoubt-sending")
    private let isSending = Atomic(false)

    /// A sender, if there is a processor for it besides those of the event loop and of a client on
    /// the same machine.
    init?() {
        guard System.coreCount > 2 else { return nil }
    }

    /// Whether it has nothing to do.
    ///
    /// While it is busy, the event loop sends what it has itself: neither waits for the other.
    var isIdle: Bool { !isSending.load(ordering: .acquiring) }

    /// Sends answers that have been handed over.
    func send(_ batch: [OutgoingAnswers]) {
        isSending.store(true, ordering: .releasing)
        queue.async {
            for answers in batch { answers.send() }
            self.isSending.store(false, ordering: .releasing)
        }
    }

    /// Waits until everything has been sent.
    func finish() {
        queue.sync {}
    }
}
