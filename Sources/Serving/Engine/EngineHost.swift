public import RedoubtCommands

/// What an engine needs of the program around it: sockets and a clock that wakes it.
///
/// The engine and its host are used by one thread.
public protocol EngineHost: AnyObject {
    /// Sends what waits in a session's output, when the current turn is over.
    func flush(_ session: Session)
    /// Closes a connection without sending what waits.
    func cut(_ session: Session)
    /// Calls ``ServerEngine/advance(to:)`` at a time, in milliseconds since 1970, or before.
    func wake(atMs: Int64)
    /// Hands requests of a session on that had to wait.
    func resume(_ session: Session)
    /// Takes what requests did so far, for the log and for replicas.
    func keepJournal()
    /// Sends a replica the dataset as it is now, and then tells the engine.
    func beginFullSync(_ sync: FullSync)
    /// Begins what a client asks for.
    ///
    /// - Returns: why not; nil if it has begun.
    func save(_ request: SavingRequest) -> String?
    /// Stops the server, as on a signal.
    func shutDown()
    /// Frees what is no part of the dataset any more, beside the thread of the engine.
    func free(_ discarded: consuming Discarded)
    /// Lets the thread of the engine do nothing for a time.
    func sleep(_ seconds: Double)
}
