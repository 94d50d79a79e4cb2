import Logging
import NIOCore
import RedoubtBytes
import RedoubtRDB
import RedoubtRecovery
import RedoubtServing

/// The engine on its event loop: the connections of its sessions, its turns and its clock.
final class LoopHost: EngineHost {
    let engine: ServerEngine
    let logger: Logger
    let loop: any EventLoop
    /// Where what clients write is kept; nil if it is not.
    var log: ServedLog?
    /// Where snapshots are written; nil for nowhere.
    var folder: String?
    /// The snapshot that the log may take as its base as it is; nil if there is none.
    var linkable: String?
    var hasBegunLog = false
    /// The version of the snapshots that replicas get; nil for that of the dataset.
    var replicationFormat: FormatVersion?
    /// Whether replicas get snapshots while they are made, where they can read them.
    var isDiskless = true
    var isSyncing = false
    private var lastKeptMs: Int64 = 0
    private let clock: @Sendable () -> Int64
    private let stop: @Sendable () -> Void
    /// Sends answers where there is a processor for that; nil where there is none.
    var sender: AnswerSender?
    /// How many further connections may be open twice, for the sender.
    var duplicateRoom: Int
    private var handlers: [Int: ClientHandler] = [:]
    /// Sessions whose answers go out when the turn is over.
    private var dirty: [Session] = []
    private var isEnding = false
    private var resumed: [Session] = []
    private var alarm: (atMs: Int64, task: Scheduled<Void>)?
    private var loader: BackgroundLoader?
    private var hasToldReady = false
    private var beat: Scheduled<Void>?

    /// What may be open besides connections.
    private static let otherFileCount = 64

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
        duplicateRoom = max(
            FileLimit.current - engine.options.limits.clientCountMax - Self.otherFileCount,
            0
        )
        engine.host = self
        engine.stopwatch = WallClock.nanoseconds
    }

    // MARK: Connections

    func add(_ handler: ClientHandler, for session: Session) {
        handlers[session.id] = handler
    }

    func remove(_ session: Session) {
        handlers[session.id] = nil
        engine.close(session)
    }

    /// Closes every connection once its answers have been sent.
    func closeAll() {
        // What is left to be sent, the loop sends itself.
        sender?.finish()
        sender = nil
        for handler in handlers.values { handler.takeBack() }
        endTurn()
        for handler in handlers.values { handler.cut() }
        do throws(Fault) {
            try log?.syncNow()
        } catch {
            logger.error("The log can not be synced", metadata: ["cause": "\(error)"])
        }
        beat?.cancel()
        loader?.stop()
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
        keepJournal()
        sendAnswers()
    }

    /// The fewest connections with answers for which it pays to wake the sender.
    private static let handedCountMin = 8

    private func sendAnswers() {
        let sessions = dirty
        dirty.removeAll(keepingCapacity: true)
        let sender = sessions.count < Self.handedCountMin ? nil : sender
        let isHanded = sender?.isIdle ?? false
        var batch: [OutgoingAnswers] = []
        for session in sessions {
            session.isQueuedForOutput = false
            guard let handler = handlers[session.id] else { continue }
            if isHanded, let answers = handler.handOver() {
                batch.append(answers)
            } else {
                handler.send()
            }
        }
        if !batch.isEmpty { sender?.send(batch) }
    }

    /// Whether a replica takes more than what is on its way to it.
    func canTakeMore(_ id: Int) -> Bool {
        handlers[id]?.canTakeMore ?? true
    }

    func cut(_ session: Session) {
        handlers[session.id]?.cut()
    }

    func resume(_ session: Session) {
        resumed.append(session)
        scheduleEnd()
    }

    // MARK: Loading

    /// How long the loop works for a load before others have their turn.
    private static let loadTurn = TimeAmount.microseconds(800)

    private static let loadPause = TimeAmount.microseconds(10)

    /// Reads a dataset on a thread, while clients are served.
    func load(_ feed: DatasetFeed, of path: String) {
        let bound = NIOLoopBound(self, eventLoop: loop)
        let loop = loop
        let loader = BackgroundLoader(feed) {
            loop.execute { bound.value.takeSteps() }
        }
        self.loader = loader
        engine.beginLoading(of: path) { loader.want($0) }
        loader.start()
    }

    private func takeSteps() {
        guard let loader else { return }
        beginTurn()
        let end = NIODeadline.now() + Self.loadTurn
        while let step = loader.next() {
            if case .failed(let error) = step {
                logger.error("The dataset can not be read further", metadata: ["error": "\(error)"])
            }
            engine.take(step)
            guard NIODeadline.now() < end else {
                // A task that is to be executed at once comes before all that clients have sent.
                loop.assumeIsolated().scheduleTask(in: Self.loadPause) { self.takeSteps() }
                break
            }
        }
        engine.note(loader.progress)
        if engine.isReady, !hasToldReady {
            hasToldReady = true
            beginLog()
            logger.info("All keys are known")
        }
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
        if engine.nowMs - lastKeptMs >= 1000 {
            lastKeptMs = engine.nowMs
            keepLog()
        }
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
