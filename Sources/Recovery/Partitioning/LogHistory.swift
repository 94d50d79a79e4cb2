import RedoubtBytes

/// All that a log does, by the keys that it does it to: what can be replayed key by key.
///
/// The content of a database goes its own way: `SWAPDB` only exchanges the numbers of two contents,
/// and `FLUSHDB` gives the number a new one.
struct LogHistory: Sendable {
    /// The mapped files.
    var text = LogText()
    /// The contents in the order in which they came up.
    private(set) var databases: [DatabaseHistory] = []
    /// The content that each number stands for now; a missing one still has its first.
    private(set) var numbers: [Int: Int] = [:]
    /// The records that several keys meet in, in the order of the log.
    private(set) var joins: [Join] = []
    /// The keys that meet in records.
    private(set) var meetings = KeyMeetings()
    /// The commands on function libraries, which belong to no key.
    private(set) var functions: [KeyedRecord] = []
    /// The times that the log tells, by place.
    private(set) var times: [TimeMark] = []
    /// Records that no longer matter, by the index of their command.
    private(set) var superseded: [Int]

    /// Where the records go.
    let memory: MemoryPlan
    private var gauge = RepeatGauge()
    /// What kept a record from getting there.
    private(set) var spoolFault: Fault?

    /// Whether everything that was there at the start of the log was removed.
    private(set) var isEmptied = false
    /// The first content that came up behind the last `FLUSHALL`.
    private(set) var eraStart = 0
    /// Whether a number has other content than the one that began under it.
    private var isRenumbered = false
    /// Whether keys of two databases meet.
    private var crosses = false
    private(set) var selected = 0

    /// A record that several keys meet in.
    struct Join: Sendable {
        let record: KeyedRecord
        /// The content that is selected there.
        let database: Int
    }

    /// A time that the log tells.
    struct TimeMark: Sendable {
        let place: Int
        let seconds: Int64
    }

    init(commandCount: Int, memory: MemoryPlan) {
        self.memory = memory
        superseded = Array(repeating: 0, count: commandCount)
        selected = content(of: 0)
    }

    // MARK: Databases

    /// Selects the database with a number.
    mutating func select(_ number: Int) {
        selected = content(of: number)
    }

    /// The content that a number stands for.
    mutating func content(of number: Int) -> Int {
        if let index = numbers[number] { return index }
        databases.append(DatabaseHistory(number, hasPast: !isEmptied))
        numbers[number] = databases.count - 1
        return databases.count - 1
    }

    /// The content that began with what the snapshot has under a number.
    func pastContent(of number: Int) -> Int? {
        databases.firstIndex { $0.number == number && $0.hasPast }
    }

    /// Gives each of some numbers a content, if what the snapshot has under it is not removed.
    mutating func addPasts(of numbers: [Int]) {
        guard !isEmptied else { return }
        for number in numbers where pastContent(of: number) == nil { _ = content(of: number) }
    }

    mutating func flush() {
        guard let number = numbers.first(where: { $0.value == selected })?.key else { return }
        databases[selected].isDropped = true
        // A key that has left the database takes its past along.
        if !crosses { forget(selected) }
        begin(number)
        isRenumbered = true
    }

    mutating func flushAll() {
        for index in databases.indices {
            databases[index].isDropped = true
            forget(index)
        }
        for join in joins { superseded[join.record.command] += 1 }
        joins = []
        meetings = KeyMeetings()
        crosses = false
        isEmptied = true
        eraStart = databases.count
        isRenumbered = false
        let open = numbers.first { $0.value == selected }?.key ?? 0
        numbers = [:]
        selected = content(of: open)
    }

    mutating func swap(_ first: Int, _ second: Int) {
        let (one, other) = (content(of: first), content(of: second))
        (numbers[first], numbers[second]) = (other, one)
        if selected == one { selected = other } else if selected == other { selected = one }
        if one != other { isRenumbered = true }
    }

    private mutating func begin(_ number: Int) {
        databases.append(DatabaseHistory(number, hasPast: false))
        numbers[number] = databases.count - 1
        selected = databases.count - 1
    }

    private mutating func forget(_ database: Int) {
        for (command, count) in databases[database].counts.enumerated() where count > 0 {
            superseded[command] += count
        }
        removeRecords(of: database)
        for join in joins where join.database == database {
            superseded[join.record.command] += 1
        }
        joins.removeAll { $0.database == database }
    }

    private mutating func removeRecords(of database: Int) {
        if let chains = databases[database].chains { memory.spool.remove(chains) }
        databases[database].removeRecords()
    }

    // MARK: Records

    /// Whether records are copied, and not only where they stand.
    ///
    /// Where memory is short the log must not come back into it page by page.
    var copiesRecords: Bool { memory.isShort || !memory.isSmall && !gauge.isRepetitive }

    /// Adds records of keys.
    mutating func append(_ batch: KeyedBatch) {
        for open in batch.watched { gauge.note(open) }
        do throws(Fault) {
            for part in batch.parts { try append(part, of: batch) }
        } catch {
            spoolFault = spoolFault ?? error
        }
    }

    private mutating func append(
        _ part: KeyedBatch.Part,
        of batch: KeyedBatch
    ) throws(Fault) {
        let database = part.database ?? selected
        let chains = databases[database].chains ?? memory.spool.newChains(memory.shardCount)
        databases[database].chains = chains
        for (command, count) in part.counts { databases[database].count(command, count) }
        for shard in part.shards {
            try memory.spool.append(
                shard.byteCount,
                to: chains.lowerBound + shard.index,
                number: shard.count
            ) { batch.write(shard, to: &$0) }
        }
    }

    /// Adds a record that several keys meet in.
    ///
    /// - Parameter keys: each key with the number of its database; nil for the selected one.
    /// - Returns: false if this is beyond what can be replayed key by key: the record names a
    ///   database by its number after numbers were exchanged.
    mutating func join(_ keys: [(key: ByteString, number: Int?)], command: Int, place: Int) -> Bool
    {
        var first: KeyedRecord.KeyName?
        for (key, number) in keys {
            if number != nil, isRenumbered { return false }
            let database = number.map { content(of: $0) } ?? selected
            if database != selected { crosses = true }
            let name = KeyedRecord.KeyName(key.bytes, database: database)
            meetings.join(name.identity, first?.identity ?? name.identity)
            first = first ?? name
        }
        guard let first else { return true }
        let record = KeyedRecord(first, command: command, place: place, isBlind: false)
        joins.append(Join(record: record, database: selected))
        return true
    }

    mutating func appendFunction(_ key: RawSpan, command: Int, place: Int) {
        let name = KeyedRecord.KeyName(key, database: 0)
        functions.append(KeyedRecord(name, command: command, place: place, isBlind: false))
    }

    mutating func annotate(_ seconds: Int64, at place: Int) {
        times.append(TimeMark(place: place, seconds: seconds))
    }

    /// Forgets all records: they will be replayed in another way.
    mutating func removeAll() {
        for database in databases.indices { removeRecords(of: database) }
        self = LogHistory(commandCount: superseded.count, memory: memory)
    }
}
