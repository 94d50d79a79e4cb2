/// Hears how far a long run has come; called every few hundred kilobytes or thousand keys.
///
/// The library knows no clock and no terminal: rate and time left are the caller's.
public protocol ProgressListener: AnyObject {
    /// `done` of `total` bytes of the current phase; `total` is nil where it is not known.
    func progress(_ phase: ProgressPhase, done: Int, total: Int?)
}

/// The phases of a run, in their order.
public enum ProgressPhase: String, Sendable, CaseIterable {
    case loading
    case replaying
    case writing
    case checking
}
