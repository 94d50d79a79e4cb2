public import RedoubtBytes
public import RedoubtValues

/// What a stream's payload says of its entries, whether it is so or not.
public struct StreamClaims: Hashable, Sendable {
    /// Number of nodes.
    public let nodeCount: Int
    /// Whether the keys of the nodes ascend.
    public let nodesAscend: Bool
    /// Number of live entries.
    public let length: UInt64
    /// The largest id ever added.
    public let lastID: StreamID
    /// The smallest live id; nil in the form of Redis 5.0 to 6.2.
    public let firstID: StreamID?
    /// The largest id ever deleted; nil in the form of Redis 5.0 to 6.2.
    public let maxDeletedID: StreamID?
    /// Number of entries ever added; nil in the form of Redis 5.0 to 6.2.
    public let entriesAdded: UInt64?

    /// Reads what the payload of a stream says; its nodes are passed over.
    public init(
        _ type: ObjectType,
        _ payload: RawSpan,
        at offset: Int,
        in context: PayloadContext
    ) throws(Fault) {
        var cursor = ByteCursor(payload, at: offset)
        nodeCount = try RDBLength.count(from: &cursor, sizeMin: 2, in: context)
        var scratch = ByteBuilder(capacity: 16)
        var last: StreamID?
        var ascend = true
        for _ in 0..<nodeCount {
            let key = try RDBString.view(&cursor, &scratch, in: context)
            var keyCursor = ByteCursor(key, at: offset)
            let id = try StreamID(raw: &keyCursor)
            if let last, last >= id { ascend = false }
            last = id
            try RDBString.pass(&cursor, in: context)
        }
        nodesAscend = ascend
        length = try RDBLength.read(from: &cursor, in: context)
        lastID = try StreamID(lengths: &cursor, in: context)
        guard StreamForm(type).hasOffsets else {
            firstID = nil
            maxDeletedID = nil
            entriesAdded = nil
            return
        }
        firstID = try StreamID(lengths: &cursor, in: context)
        maxDeletedID = try StreamID(lengths: &cursor, in: context)
        entriesAdded = try RDBLength.read(from: &cursor, in: context)
    }
}
