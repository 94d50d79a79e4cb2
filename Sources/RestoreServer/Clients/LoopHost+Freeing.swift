import Foundation
import RedoubtCommands
import Synchronization

/// Memory of values that are gone, given back beside the event loop.
extension LoopHost {
    func free(_ discarded: consuming Discarded) {
        let held = Held(discarded)
        Self.freeing.async { held.letGo() }
    }

    private static let freeing = DispatchQueue(label: "redoubt-freeing")
}

/// The one reference to what is to be freed.
private final class Held: Sendable {
    private let content: Mutex<Discarded?>

    init(_ discarded: consuming Discarded) {
        content = Mutex(discarded)
    }

    func letGo() {
        content.withLock { $0 = nil }
    }
}
