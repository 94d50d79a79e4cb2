/// The records of one database's content by shard of its keys, each shard in the log's order.
///
/// A shard holds all records of its keys. What a key's shard is depends on the key alone, so that
/// the output is the same for any number of workers.
struct DatabaseHistory: Sendable {
    /// The number that the database had when its content began.
    let number: Int
    /// Whether it began with what the snapshot has under its number, and not empty.
    let hasPast: Bool
    /// Whether all that it held was removed.
    var isDropped = false
    /// The chains of the records, by shard; nil if there are none.
    var chains: Range<Int>?
    /// Number of records by the index of their command, but for those under several keys.
    private(set) var counts: [Int] = []

    init(_ number: Int, hasPast: Bool) {
        self.number = number
        self.hasPast = hasPast
    }

    /// Counts records of a command, which are under no other key.
    mutating func count(_ command: Int, _ number: Int) {
        if counts.isEmpty { counts = Array(repeating: 0, count: KeyedRecord.commandMax) }
        counts[command] &+= number
    }

    mutating func removeRecords() {
        chains = nil
        counts = []
    }
}
