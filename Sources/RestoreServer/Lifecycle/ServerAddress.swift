/// Where a server listens.
public struct ServerAddress: Sendable, Hashable {
    /// The host names or addresses; loopback unless told otherwise.
    public var hosts: [String]
    /// The port; 0 for any that is free.
    public var port: Int

    /// Whether it is an error if one of the addresses can not be had.
    public var areAllNeeded: Bool

    /// Listens on loopback, on the newer of its addresses as far as the machine has it.
    public init(port: Int = 6379) {
        hosts = ["127.0.0.1", "::1"]
        self.port = port
        areAllNeeded = false
    }

    /// Listens on all of the addresses.
    public init(hosts: [String], port: Int) {
        self.hosts = hosts
        self.port = port
        areAllNeeded = true
    }
}
