public import RedoubtBytes

/// The keys of a database in pieces, for work on several cores: those in the snapshot in its order,
/// then the entries.
///
/// Of keys in the snapshot only a piece at a time is in memory.
public struct KeyPieces: Sendable {
    private static let pieceSize = 4096

    private let database: Database
    /// Where the records of the keys stand that nobody has touched.
    private let coldOffsets: ContiguousArray<Int>
    /// Where the entries stand.
    private let stretches: [Range<Int>]

    /// The keys of a database as it is now.
    public init(_ database: Database) {
        self.database = database
        coldOffsets = database.cold?.sortedRecordOffsets() ?? []
        stretches = database.entries.stretches(of: Self.pieceSize)
    }

    /// Number of pieces.
    public var count: Int { coldCount + stretches.count }

    /// Number of keys.
    public var keyCount: Int { database.count }

    private var coldCount: Int { (coldOffsets.count + Self.pieceSize - 1) / Self.pieceSize }

    /// The keys of a piece.
    public subscript(piece: Int) -> [ByteTable<KeyEntry>.Entry] {
        if piece < coldCount {
            let start = piece * Self.pieceSize
            let offsets = coldOffsets[start..<min(start + Self.pieceSize, coldOffsets.count)]
            return offsets.compactMap { offset in
                database.cold?.entry(recordedAt: offset).map { ByteTable.Entry(key: $0, value: $1) }
            }
        }
        return stretches[piece - coldCount].compactMap { database.entries.entry(at: $0) }
    }
}
