import RedoubtBytes
import RedoubtCommands
public import RedoubtKeyspace
import RedoubtScripting
import RedoubtValues

/// A dataset that clients are served from: sessions come and go, requests go in, answers come out.
///
/// There is no socket, no thread and no clock in it: its host brings bytes and the time. Like the
/// servers, it is used by one thread, so that each request sees the dataset as the one before it
/// left it.
public final class ServerEngine {
    /// The settings that do not change while it runs.
    public let options: EngineOptions
    /// Sockets and clock.
    public weak var host: (any EngineHost)?

    var context: CommandContext
    let table = ServedTable.standard
    var settings: ServerSettings
    var sessions: [Int: Session] = [:]
    var subscriptions = Subscriptions()
    var figures: ServerFigures
    /// Who waits for which keys, in the order in which they began.
    var waiters: [Watch.Key: [Int]] = [:]
    /// Keys that somebody waits for and that a command has just changed.
    var ready: [Watch.Key] = []
    /// When waits end.
    var deadlines: [(ms: Int64, session: Int)] = []
    /// Who watches which keys.
    var watchers: [Watch.Key: [Int]] = [:]
    var monitors: Set<Int> = []
    /// The commands that took long.
    var slowLog = SlowLog()
    /// What took long, by kind.
    var latencies = LatencyEvents()
    /// Whether the time is looked at behind each command.
    var isMeasuring = false
    /// When the last command was over, in nanoseconds of the stopwatch.
    var markNanoseconds: Int64 = 0
    /// Nanoseconds of a clock that only goes forward; without it nothing is measured.
    public var stopwatch: (() -> Int64)? {
        didSet { settleMeasuring() }
    }
    /// Who has to be told of which keys, and how many want to be told of any.
    var trackingTable = TrackingTable()
    var trackerCount = 0
    /// Whose request is being carried out.
    var currentID: Int?
    var journal = Journal()
    /// The replicas, by their sessions.
    var replicas: [Int: ReplicaLink] = [:]
    var backlog = Backlog()
    /// Whether a replica has ever come: from then on there is a stream.
    var isMaster = false
    var lastPingMs: Int64 = 0
    /// Where the walk for keys whose time is over stands in each database.
    var expiryPlaces: [Int: Int] = [:]
    /// Sessions with a request that waits for the dataset, in their order.
    var parked: [Int] = []
    /// Whether writes wait until they can be kept.
    var areWritesHeld: Bool
    /// Until when a client lets others wait, and whether all of them or those that write.
    var pause: (untilMs: Int64, isForAll: Bool)?
    /// Why writes can not be kept, as the line of an answer; nil if they can.
    public var writeRefusal: String?
    /// What the log and the snapshots of the dataset are at.
    public var saving = SavingFigures()
    /// The load that is going on; nil once the whole dataset is there.
    var loading: Loading?
    private var nextSessionID = 1
    /// Forty hex digits that no other run has.
    let runID: String
    var lastSaveMs: Int64 { saving.lastSaveMs }
    /// Whether keys are removed behind their time though nobody asks for them.
    var expiresActively = true
    /// Where the arguments of a request stand that was only looked at.
    var foreseen: ContiguousArray<Range<Int>> = []
    /// Whether a transaction or a script is under way, whose effects belong together.
    var depth = 0

    /// Serves a dataset.
    public init(
        _ keyspace: consuming Keyspace,
        _ options: EngineOptions,
        seed: UInt64,
        nowMs: Int64
    ) {
        self.options = options
        var chance = Chance(seed: seed)
        runID = Self.hexDigits(40, &chance)
        saving.lastSaveMs = nowMs
        var keyspace = consume keyspace
        keyspace.prepareForServing()
        context = CommandContext(serving: keyspace, chance: chance, nowMs: nowMs)
        context.scripts = LuaScripts()
        context.stringCountMax = options.limits.stringByteCountMax
        context.refusesWrites = options.writes == .refused
        settings = ServerSettings(options)
        figures = ServerFigures(commandCount: table.figureNames.count)
        areWritesHeld = options.writes == .durable
        journal.isWanted = options.writes == .durable
        figures.startMs = nowMs
        context.free = { [unowned self] in host?.free($0) }
        context.serverCommands = { [unowned self] arguments in commandForScript(arguments) }
    }

    /// Makes what all engines share, which a thread may do while another is busy otherwise.
    public static func prepare() {
        _ = ServedTable.standard
    }

    /// The time of the current turn, in milliseconds since 1970.
    public var nowMs: Int64 { context.clock.nowMs }

    /// Sets the time of the turn that begins.
    public func beginTurn(atMs nowMs: Int64) {
        context.clock.nowMs = nowMs
        if isMeasuring, let stopwatch { markNanoseconds = stopwatch() }
    }

    // MARK: Sessions

    /// Welcomes a client.
    ///
    /// - Returns: nil, and the line to answer, if there are too many.
    public func open(peer: String, local: String, isLocal: Bool) -> Session? {
        figures.connectionCount += 1
        guard sessions.count < settings.clientCountMax else {
            figures.refusedCount += 1
            return nil
        }
        let session = Session(
            id: nextSessionID,
            peer: peer,
            local: local,
            nowMs: nowMs,
            profile: options.profile,
            isKnown: settings.password.isEmpty
        )
        session.isProtected = options.isProtected && !isLocal && settings.password.isEmpty
        nextSessionID += 1
        sessions[session.id] = session
        return session
    }

    /// The line for a client that is one too many.
    public static let tooManyClients = "-ERR max number of clients reached\r\n"

    /// The session with a number.
    public func session(_ id: Int) -> Session? {
        sessions[id]
    }

    /// Forgets a client that has gone.
    public func close(_ session: Session) {
        unblock(session)
        unwatch(session)
        endTracking(session)
        subscriptions.removeAll(session.id)
        monitors.remove(session.id)
        replicas[session.id] = nil
        sessions[session.id] = nil
    }

    static func hexDigits(_ count: Int, _ chance: inout Chance) -> String {
        let digits = Array("0123456789abcdef")
        return String((0..<count).map { _ in digits[Int(chance.next() >> 60)] })
    }

    /// Counts bytes that came.
    public func noteInput(_ count: Int) {
        figures.bytesIn += count
    }

    /// Counts bytes that went.
    public func noteOutput(_ count: Int) {
        figures.bytesOut += count
    }

    /// Sends a client away that does not speak the protocol.
    public func refuse(_ session: Session, protocolError message: String) {
        noteError("ERR")
        session.answer(.failure("ERR \(message)"))
        session.isClosing = true
    }

    // MARK: What logs and replicas are told

    /// Begins to keep what requests do, in the form of a log; the first command names its database.
    public func beginJournal() {
        journal.isWanted = true
        journal.forgetDatabase()
    }

    /// A copy of the dataset as it is now, for another thread.
    public func capture() -> Keyspace {
        context.keyspace.copy()
    }

    // MARK: Time

    /// Does what is due: ends waits, removes keys whose time is over.
    public func advance(to nowMs: Int64) {
        beginTurn(atMs: nowMs)
        endPause()
        endWaits()
        expireSomeKeys()
        tendReplicas()
    }
}
