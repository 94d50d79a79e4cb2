public import RedoubtServing
import Synchronization

/// Where a server keeps what clients write.
public struct Durability: Sendable {
    /// Where snapshots are written; nil for nowhere.
    public var folder: String?
    /// The snapshot that the log may take as its base as it is; nil if there is none.
    public var linkable: String?
    /// Whether the log goes on with what an earlier run left.
    public var hasBegun = false
    private let log: Handover?

    /// Keeps nothing, or takes a log that nobody else uses.
    public init(folder: String? = nil, log: sending ServedLog? = nil) {
        self.folder = folder
        if let log {
            self.log = Handover(log)
        } else {
            self.log = nil
        }
    }

    /// The log, once.
    func takeLog() -> ServedLog? {
        log?.take()
    }

    private final class Handover: Sendable {
        private let log: Mutex<ServedLog?>

        init(_ log: sending ServedLog) {
            self.log = Mutex(log)
        }

        func take() -> sending ServedLog? {
            log.withLock { $0.take() }
        }
    }
}
