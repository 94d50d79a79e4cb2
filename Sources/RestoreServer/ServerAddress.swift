/// Where a server listens.
public struct ServerAddress: Sendable, Hashable {
    /// The host names or addresses; loopback unless told otherwise.
    public var hosts: [String]
    /// The port; 0 for any that is free.
    public var port: Int

    /// Listens on loopback.
    public init(hosts: [String] = ["127.0.0.1", "::1"], port: Int = 6379) {
        self.hosts = hosts
        self.port = port
    }
}
