import Dispatch

/// Work that goes on beside its owner's, piece by piece in the order in which it came.
///
/// The owner waits where it is too far ahead, so that memory is bounded.
final class SideWork: Sendable {
    /// The most pieces that wait.
    private static let waitingMax = 8

    private let room = DispatchSemaphore(value: waitingMax)
    /// Nil where the owner does the work itself.
    private let queue: DispatchQueue?

    init(_ workers: Workers) {
        queue = workers.count > 1 ? DispatchQueue(label: "redoubt.side-work") : nil
    }

    /// Does a piece, now or later.
    func add(_ piece: @escaping @Sendable () -> Void) {
        guard let queue else { return piece() }
        let room = room
        room.wait()
        queue.async {
            piece()
            room.signal()
        }
    }

    /// Waits until everything is done.
    func finish() {
        queue?.sync {}
    }
}
