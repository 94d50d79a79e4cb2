/// How much clients may take of a server.
public struct ServerLimits: Sendable, Hashable {
    /// The most clients at a time.
    public var clientCountMax = 10_000
    /// The most bytes of a request that has begun, and of those behind it that wait for it.
    public var queryByteCountMax = 1 << 30
    /// The most bytes of answers that wait for a client which reads too slowly.
    public var outputByteCountMax = 256 << 20
    /// The most bytes that a string may grow to.
    public var stringByteCountMax = 512 << 20

    /// The servers' defaults, but for the answers that a slow reader may let wait.
    public init() {}
}
