/// What goes into the repaired file: ranges of the source, and selections of a database where one
/// was in a part that had to go.
struct KeptPieces {
    enum Piece {
        case copy(Range<Int>)
        case select(Int)
    }

    private(set) var pieces: [Piece] = []
    /// The database in force behind the last piece.
    private(set) var database = 0
    private(set) var byteCount = 0
    private(set) var commandCount = 0

    /// A state to go back to.
    struct Mark {
        fileprivate let pieceCount: Int
        fileprivate let database: Int
        fileprivate let byteCount: Int
        fileprivate let commandCount: Int
    }

    var mark: Mark {
        Mark(
            pieceCount: pieces.count,
            database: database,
            byteCount: byteCount,
            commandCount: commandCount
        )
    }

    /// Forgets what was added since.
    mutating func goBack(to mark: Mark) {
        pieces.removeLast(pieces.count - mark.pieceCount)
        database = mark.database
        byteCount = mark.byteCount
        commandCount = mark.commandCount
    }

    /// Adds a range of whole commands.
    ///
    /// - Parameters:
    ///   - before: the database in which its first command runs.
    ///   - after: the database that is selected behind it.
    mutating func append(
        _ range: Range<Int>,
        commandCount: Int,
        before: Int,
        after: Int
    ) {
        guard !range.isEmpty else { return }
        if before != database { pieces.append(.select(before)) }
        pieces.append(.copy(range))
        database = after
        byteCount += range.count
        self.commandCount += commandCount
    }
}
