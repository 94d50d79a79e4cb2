import Logging
import NIOCore
import RedoubtServing

/// The engine on its event loop: the connections of its sessions, its turns and its clock.
final class LoopHost: EngineHost {
    let engine: ServerEngine
    let logger: Logger
    private let loop: any EventLoop
    private let clock: @Sendable () -> Int64
    private let stop: @Sendable () -> Void
    private var handlers: [Int: ClientHandler] = [:]
    /// Sessions whose answers go out when the turn is over.
    private var dirty: [Session] = []
    private var isEnding = false
    private var resumed: [Session] = []
    private var alarm: (atMs: Int64, task: Scheduled<Void>)?
    private var beat: Scheduled<Void>?

    /// How often time passes for an engine that nobody asks anything.
    private static let beatMs: Int64 = 100

    init(
        _ engine: ServerEngine,
        _ loop: any EventLoop,
        _ logger: Logger,
        clock: @escaping @Sendable () -> Int64,
        stop: @escaping @Sendable () -> Void
    ) {
        self.engine = engine
        self.loop = loop
        self.logger = logger
        self.clock = clock
        self.stop = stop
        engine.host = self
    }

    // MARK: Connections

    func add(_ handler: ClientHandler, for session: Session) {
        handlers[session.id] = handler
    }

    func remove(_ session: Session) {
        handlers[session.id] = nil
        engine.close(session)
    }

    /// The number of connections.
    var connectionCount: Int { handlers.count }

    /// Closes every connection once its answers have been sent.
    func closeAll() {
        endTurn()
        for handler in handlers.values { handler.cut() }
        beat?.cancel()
        alarm?.task.cancel()
    }

    // MARK: Turns

    /// Takes the time for what comes next.
    func beginTurn() {
        engine.beginTurn(atMs: clock())
    }

    func flush(_ session: Session) {
        if !session.isQueuedForOutput {
            session.isQueuedForOutput = true
            dirty.append(session)
        }
        scheduleEnd()
    }

    private func scheduleEnd() {
        guard !isEnding else { return }
        isEnding = true
        loop.assumeIsolated().execute { self.endTurn() }
    }

    /// Sends what the turn left to be sent.
    private func endTurn() {
        isEnding = false
        while !resumed.isEmpty {
            let sessions = resumed
            resumed = []
            for session in sessions { handlers[session.id]?.resume() }
        }
        isEnding = false
        let sessions = dirty
        dirty.removeAll(keepingCapacity: true)
        for session in sessions {
            session.isQueuedForOutput = false
            handlers[session.id]?.send()
        }
    }

    func cut(_ session: Session) {
        handlers[session.id]?.cut()
    }

    func resume(_ session: Session) {
        resumed.append(session)
        scheduleEnd()
    }

    // MARK: Time

    /// Lets time pass.
    func start() {
        beat = loop.assumeIsolated().scheduleTask(in: .milliseconds(Self.beatMs)) {
            self.advance()
            self.start()
        }
    }

    private func advance() {
        engine.advance(to: clock())
        scheduleEnd()
    }

    func wake(atMs: Int64) {
        if let alarm, alarm.atMs <= atMs { return }
        alarm?.task.cancel()
        // What is further off than an hour, the beat brings about.
        let delay = min(max(atMs - clock(), 0), 3_600_000)
        let task = loop.assumeIsolated().scheduleTask(in: .milliseconds(delay)) {
            self.alarm = nil
            self.advance()
        }
        alarm = (atMs, task)
    }

    func sleep(_ seconds: Double) {
        Blocking.sleep(seconds)
    }

    func shutDown() {
        stop()
    }
}
