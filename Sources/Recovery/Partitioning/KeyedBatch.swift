import RedoubtBytes

/// Records of keys, written down by database and shard: what ``RecordSpool`` takes in few large
/// appends.
final class KeyedBatch: Sendable {
    /// The records of one shard, in the order of the log.
    struct Shard {
        let index: Int
        /// Number of records.
        let count: Int
        fileprivate let range: Range<Int>

        var byteCount: Int { range.count }
    }

    /// The records of one database.
    struct Part {
        /// The content; nil for the one that is selected where the batch begins.
        let database: Int?
        fileprivate(set) var shards: [Shard] = []
        /// Number of records by the index of their command, but for those under several keys.
        fileprivate(set) var counts: [(command: Int, count: Int)] = []
    }

    let parts: [Part]
    /// What a ``RepeatGauge`` takes note of.
    let watched: [UInt64]
    private let bytes: ByteBuilder

    fileprivate init(_ parts: [Part], watched: [UInt64], _ bytes: consuming ByteBuilder) {
        self.parts = parts
        self.watched = watched
        self.bytes = bytes
    }

    /// Appends the records of a shard to a block.
    func write(_ shard: Shard, to block: inout ByteBuilder) {
        Self.append(bytes, shard.range, to: &block)
    }

    private static func append(
        _ bytes: borrowing ByteBuilder,
        _ range: Range<Int>,
        to block: inout ByteBuilder
    ) {
        block.append(bytes.bytes.extracting(range))
    }
}

/// Collects records of keys for a ``KeyedBatch``.
struct KeyedBatchDraft {
    private struct Entry {
        let record: KeyedRecord
        let byteCount: UInt32
        let shard: Int32
        let database: Int32
    }

    private let memory: MemoryPlan
    private var entries: ContiguousArray<Entry> = []
    private var watched: [UInt64] = []
    /// The content of the records; nil if they have several.
    private var commonDatabase: Int32?

    /// For the content that is selected where the batch begins.
    static let selected = -1

    init(_ memory: MemoryPlan) {
        self.memory = memory
    }

    var count: Int { entries.count }
    var isEmpty: Bool { entries.isEmpty }

    mutating func reserve(_ count: Int) {
        entries.reserveCapacity(count)
    }

    /// Adds a record under a key.
    ///
    /// - Parameters:
    ///   - hash: the ``ByteHash`` of the key.
    ///   - places: where the record stands.
    ///   - database: the content, or ``selected``.
    @inline(__always)
    mutating func add(
        _ key: RawSpan,
        _ hash: UInt64,
        command: Int,
        at places: Range<Int>,
        isBlind: Bool,
        isShared: Bool,
        in database: Int
    ) {
        let name = KeyedRecord.KeyName(key, hash, database: 0)
        if RepeatGauge.watches(name.open) { watched.append(name.open) }
        let database = Int32(truncatingIfNeeded: database)
        if entries.isEmpty {
            commonDatabase = database
        } else if commonDatabase != database {
            commonDatabase = nil
        }
        let record = KeyedRecord(
            name,
            command: command,
            place: places.lowerBound,
            isBlind: isBlind,
            isShared: isShared
        )
        entries.append(
            Entry(
                record: record,
                byteCount: UInt32(clamping: places.count),
                shard: Int32(truncatingIfNeeded: memory.shard(of: name)),
                database: database
            )
        )
    }

    /// Writes the records down, and begins anew.
    ///
    /// - Parameters:
    ///   - text: the bytes of the file in which they stand.
    ///   - start: the place at which it begins.
    ///   - copies: whether the bytes of the records are copied.
    mutating func seal(_ text: RawSpan, from start: Int, copies: Bool) -> KeyedBatch {
        let order = order()
        var bytes = ByteBuilder(capacity: byteCount(copies))
        var parts: [KeyedBatch.Part] = []
        var counter = CommandCounter()
        var index = 0
        while index < order.count {
            let first = entries[Int(order[index])]
            if parts.last.map({ Self.number($0.database) != first.database }) ?? true {
                counter.finish(&parts)
                let database = Int(first.database)
                parts.append(KeyedBatch.Part(database: database < 0 ? nil : database))
            }
            let (from, begin) = (bytes.count, index)
            while index < order.count {
                let entry = entries[Int(order[index])]
                guard entry.shard == first.shard, entry.database == first.database else { break }
                counter.count(entry.record)
                let offset = entry.record.place - start
                let copied = copies && entry.byteCount <= ShardRecords.copiedMax
                let end = offset + (copied ? Int(entry.byteCount) : 0)
                ShardRecords.write(entry.record, text.extracting(offset..<end), to: &bytes)
                index += 1
            }
            parts[parts.count - 1].shards.append(
                KeyedBatch.Shard(
                    index: Int(first.shard),
                    count: index - begin,
                    range: from..<bytes.count
                )
            )
        }
        counter.finish(&parts)
        defer {
            entries.removeAll(keepingCapacity: true)
            watched = []
        }
        return KeyedBatch(parts, watched: watched, bytes)
    }

    private static func number(_ database: Int?) -> Int32 {
        Int32(truncatingIfNeeded: database ?? selected)
    }

    private func byteCount(_ copies: Bool) -> Int {
        var sum = entries.count * ShardRecords.headCount
        guard copies else { return sum }
        for entry in entries where entry.byteCount <= ShardRecords.copiedMax {
            sum += Int(entry.byteCount)
        }
        return sum
    }

    // MARK: Order

    /// The records by database and shard, and there as they were added.
    private func order() -> ContiguousArray<Int32> {
        if commonDatabase != nil, entries.count > memory.shardCount / 4 { return orderByShard() }
        var order = ContiguousArray(0..<Int32(truncatingIfNeeded: entries.count))
        order.sort { one, other in
            let (first, second) = (entries[Int(one)], entries[Int(other)])
            return (first.database, first.shard, one) < (second.database, second.shard, other)
        }
        return order
    }

    /// The same for records of one database, by counting.
    private func orderByShard() -> ContiguousArray<Int32> {
        var ends = ContiguousArray<Int32>(repeating: 0, count: memory.shardCount + 1)
        for entry in entries { ends[Int(entry.shard) + 1] += 1 }
        for shard in 1..<ends.count { ends[shard] += ends[shard - 1] }
        var order = ContiguousArray<Int32>(repeating: 0, count: entries.count)
        for index in entries.indices {
            let shard = Int(entries[index].shard)
            order[Int(ends[shard])] = Int32(truncatingIfNeeded: index)
            ends[shard] += 1
        }
        return order
    }
}

/// Counts records by command, for one part of a batch after the other.
private struct CommandCounter {
    private var counts = ContiguousArray<Int32>(repeating: 0, count: KeyedRecord.commandMax)
    private var commands: [Int] = []

    @inline(__always)
    mutating func count(_ record: KeyedRecord) {
        guard !record.isShared else { return }
        if counts[record.command] == 0 { commands.append(record.command) }
        counts[record.command] += 1
    }

    /// Gives the last part what was counted.
    mutating func finish(_ parts: inout [KeyedBatch.Part]) {
        guard !parts.isEmpty else { return }
        for command in commands {
            parts[parts.count - 1].counts.append((command, Int(counts[command])))
            counts[command] = 0
        }
        commands = []
    }
}
