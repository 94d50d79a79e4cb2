import RedoubtBytes
import RedoubtKeyspace

/// The keys that were loaded from a snapshot because the log may touch them.
struct LoadedKeys: Sendable {
    private let databases: [Int: Database]
    /// What becomes of the databases as a whole.
    private let fates: DatabaseFate

    init(_ keyspace: borrowing Keyspace, fates: DatabaseFate) {
        var databases: [Int: Database] = [:]
        for number in keyspace.databaseNumbers { databases[number] = keyspace[database: number] }
        self.databases = databases
        self.fates = fates
    }

    /// The keys with which a database begins.
    func past(of database: DatabaseHistory) -> Database? {
        database.hasPast ? databases[database.number] : nil
    }

    /// The keys that no record names, of the databases that end under a number.
    ///
    /// - Parameter replayed: the positions of the keys that records name, by number at the start.
    func untouched(
        endingAs end: Int,
        except replayed: [Int: [Int]]
    ) -> [ByteTable<KeyEntry>.Entry] {
        var left: [ByteTable<KeyEntry>.Entry] = []
        for number in databases.keys.sorted() where fates.fate(of: number) == end {
            guard let entries = databases[number]?.entries else { continue }
            var isLeft = [Bool](repeating: true, count: entries.positions.count)
            for position in replayed[number] ?? [] { isLeft[position] = false }
            left += entries.positions.compactMap { isLeft[$0] ? entries.entry(at: $0) : nil }
        }
        return left
    }

    /// The numbers under which loaded keys end.
    var endNumbers: [Int] { databases.keys.compactMap { fates.fate(of: $0) } }
}
