/// A run of stream entries that a server keeps in one block of memory, and removes as a whole where
/// the limit of a stream is approximate.
public struct StreamNodeBounds: Hashable, Sendable {
    /// The id of the entry that it began with.
    public let firstID: StreamID
    /// The id of the last entry, which may be deleted.
    public var lastID: StreamID
    /// Number of entries, with those that are deleted.
    public var count: Int
    /// Size of the block.
    public var byteCount: Int

    /// Creates a node.
    public init(firstID: StreamID, lastID: StreamID, count: Int, byteCount: Int) {
        self.firstID = firstID
        self.lastID = lastID
        self.count = count
        self.byteCount = byteCount
    }

    /// So many entries fill a node, by the servers' default configuration.
    public static let countMax = 100
    /// So many bytes fill a node, by the servers' default configuration.
    public static let byteCountMax = 4096
}
