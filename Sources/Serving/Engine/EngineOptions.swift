public import RedoubtBytes
public import RedoubtValues

/// How a dataset is served.
public struct EngineOptions: Sendable {
    /// What happens to writes.
    public enum Writes: String, Sendable, Hashable {
        /// They are refused.
        case refused = "read-only"
        /// They are kept in memory only.
        case ephemeral
        /// They are kept in a log.
        case durable
    }

    /// The server whose behaviour is followed.
    public var profile: ServerProfile
    /// What happens to writes.
    public var writes: Writes
    /// What a client must say first; empty for nothing.
    public var password = ByteString()
    /// Whether clients from elsewhere are refused as long as there is no password.
    public var isProtected = true
    /// The number of databases.
    public var databaseCount = 16
    /// How much clients may take.
    public var limits = ServerLimits()
    /// The port, for those who ask.
    public var port = 6379
    /// The version of this program.
    public var version: String

    /// Creates options.
    public init(profile: ServerProfile, writes: Writes, version: String) {
        self.profile = profile
        self.writes = writes
        self.version = version
    }
}
