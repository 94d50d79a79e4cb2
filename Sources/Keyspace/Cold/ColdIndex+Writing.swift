public import RedoubtBytes
import RedoubtCodecs

extension ColdIndex {
    /// Writes the index of a snapshot, whole or not at all.
    ///
    /// Keys that were taken out or removed are in it again: they still stand in the snapshot.
    public func write(to path: String, of identity: SnapshotIdentity) throws(Fault) {
        guard otherOffsets.count <= Self.otherMax else { return }
        let seed = databases.first?.keys.seed ?? 0
        var partitions: [[ContiguousArray<UInt64>]] = []
        for database in databases {
            let tables = database.keys.partitions.map { $0.compacted(database.keys.index) }
            guard !tables.contains(nil) else { return }
            partitions.append(tables.compactMap(\.self))
        }
        var body = otherOffsets.map { UInt64($0) }
        for (database, tables) in zip(databases, partitions) {
            body += [UInt64(database.number), UInt64(tables.count)]
            for slots in tables {
                var (keys, expiring) = (UInt64(0), UInt64(0))
                for word in slots where word != 0 {
                    keys += 1
                    if ColdSlot(word: word).expires { expiring += 1 }
                }
                body += [UInt64(slots.count), keys, expiring]
            }
        }
        var words = Block(body)
        var sum = CRC64()
        sum.update(words.bytes)
        for slots in partitions.joined() {
            words = Block(slots)
            sum.update(words.bytes)
        }
        let wordCount = partitions.joined().reduce(Self.headerCount + body.count) { $0 + $1.count }
        var header = [Self.magic, Self.probe(seed), seed] + identity.words
        header += [
            UInt64(wordCount), UInt64(otherOffsets.count), UInt64(databases.count), sum.value,
        ]
        words = Block(header)
        header.append(CRC64.checksum(of: words.bytes))
        let file = try AtomicFile(path: path)
        words = Block(header)
        try file.write(words.bytes)
        words = Block(body)
        try file.write(words.bytes)
        for slots in partitions.joined() {
            words = Block(slots)
            try file.write(words.bytes)
        }
        try file.commit()
    }

    /// Words as bytes.
    private struct Block: ~Copyable {
        private var builder: ByteBuilder

        init(_ words: some Collection<UInt64>) {
            builder = ByteBuilder(capacity: words.count * 8)
            for word in words { builder.appendLittleEndian(word) }
        }

        var bytes: RawSpan {
            @_lifetime(borrow self)
            get { builder.bytes }
        }
    }
}
