/// The records of one database's content by shard of its keys, each shard in the log's order.
///
/// A shard holds all records of its keys. The number of shards is fixed and what a key's shard is
/// depends on the key alone, so that the output is the same for any number of workers.
struct DatabaseHistory: Sendable {
    static let shardCount = 256

    /// The number that the database had when its content began.
    let number: Int
    /// Whether it began with what the snapshot has under its number, and not empty.
    let hasPast: Bool
    /// Whether all that it held was removed.
    var isDropped = false
    private(set) var shards: [ContiguousArray<KeyedRecord>] = []

    init(_ number: Int, hasPast: Bool) {
        self.number = number
        self.hasPast = hasPast
    }

    @inline(__always)
    mutating func append(_ record: KeyedRecord, shard: Int) {
        if shards.isEmpty { shards = Array(repeating: [], count: Self.shardCount) }
        shards[shard].append(record)
    }

    mutating func removeRecords() {
        shards = []
    }
}
