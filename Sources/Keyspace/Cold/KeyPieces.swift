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

    /// The keys of a database as it is now.
    public init(_ database: Database) {
        self.database = database
        coldOffsets = database.cold?.sortedRecordOffsets() ?? []
    }

    /// Number of pieces.
    public var count: Int { coldCount + Self.count(database.entries.positions.count) }

    /// Number of keys.
    public var keyCount: Int { database.count }

    private var coldCount: Int { Self.count(coldOffsets.count) }

    private static func count(_ keyCount: Int) -> Int {
        (keyCount + pieceSize - 1) / pieceSize
    }

    /// The keys of a piece.
    public subscript(piece: Int) -> [ByteTable<KeyEntry>.Entry] {
        let isCold = piece < coldCount
        let start = (isCold ? piece : piece - coldCount) * Self.pieceSize
        if isCold {
            let offsets = coldOffsets[start..<min(start + Self.pieceSize, coldOffsets.count)]
            return offsets.compactMap { offset in
                database.cold?.entry(recordedAt: offset).map { ByteTable.Entry(key: $0, value: $1) }
            }
        }
        let end = min(start + Self.pieceSize, database.entries.positions.upperBound)
        return (start..<end).compactMap { database.entries.entry(at: $0) }
    }
}
