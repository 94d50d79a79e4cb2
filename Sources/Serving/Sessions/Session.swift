public import RedoubtBytes
import RedoubtCommands
import RedoubtValues

/// One client: what it said of itself, what it has begun, and the answers that wait to be sent.
///
/// It belongs to the thread of its engine.
public final class Session {
    /// Whether answers are wanted.
    enum Answers {
        case on
        case off
        /// None to this request, and then again.
        case skip
        /// None to the next request.
        case skipNext
    }

    /// The number by which servers tell clients apart; never used twice.
    public let id: Int
    /// Where the client comes from, as `address:port`.
    public let peer: String
    /// Where it was accepted, as `address:port`.
    public let local: String
    /// When it came, in milliseconds since 1970.
    public let startMs: Int64
    /// Answers that are ready to be sent.
    public var output = ByteBuilder(capacity: 512)
    /// Whether the connection is to be closed once the answers are sent.
    public internal(set) var isClosing = false
    /// Whether its host has it on its list.
    public var isQueuedForOutput = false
    /// What the client may send in one request.
    public internal(set) var limits: RequestBounds

    var database = 0
    var form: ReplyForm
    var isAuthenticated: Bool
    var name = ByteString()
    var library = ByteString()
    var libraryVersion = ByteString()
    var answers = Answers.on
    var transaction: OpenTransaction?
    var watch = Watch()
    var blocked: BlockedRequest?
    /// A request that needs keys which are not known yet.
    var parked: ParkedRequest?
    var isMonitor = false
    /// Whether it said that it is not to be cut off, or that its commands leave no trace of use.
    var isKept = false
    var touchesNothing = false
    var isProtected = false
    /// How it is told of keys that it should forget; nil if it is not.
    var tracking: ClientTracking?
    var lastCommand = ""
    var lastMs: Int64
    var requestCount = 0
    /// The replica that the client is, once it asked to be one.
    var isReplica = false

    init(id: Int, peer: String, local: String, nowMs: Int64, profile: ServerProfile, isKnown: Bool)
    {
        self.id = id
        self.peer = peer
        self.local = local
        startMs = nowMs
        lastMs = nowMs
        form = ReplyForm(version: 2, profile: profile)
        isAuthenticated = isKnown
        limits = isKnown ? .full : .unauthenticated
    }

    /// Whether the next request must wait: the client is blocked, or waits for keys.
    public var isWaiting: Bool { blocked != nil || parked != nil }

    /// Forgets the answers that were sent.
    public func takeOutput() {
        // What one large answer took is given back.
        if output.count > Self.keptByteCountMax {
            output = ByteBuilder(capacity: 512)
        } else {
            output.removeAll()
        }
    }

    private static let keptByteCountMax = 1 << 16

    /// Adds an answer.
    func answer(_ reply: Reply) {
        switch answers {
        case .on: reply.write(in: form, to: &output)
        case .off, .skip, .skipNext: break
        }
    }

    /// Adds a message that is no answer to a request.
    func push(_ parts: [Reply]) {
        Reply.writeHead(
            form.version == 3 ? UInt8(ascii: ">") : UInt8(ascii: "*"),
            parts.count,
            to: &output
        )
        for part in parts { part.write(in: form, to: &output) }
    }
}

/// Which bounds hold for the requests of a client.
public enum RequestBounds: Sendable, Hashable {
    case full
    /// The client has not said who it is.
    case unauthenticated
}
