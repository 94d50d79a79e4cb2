import RedoubtBytes

/// The mapped files of a log as one run of places, in which a record is found again.
struct LogText: Sendable {
    private struct Piece {
        let path: String
        let start: Int
        let file: MappedFile
    }

    private var pieces: [Piece] = []

    /// Takes up a file behind those before it.
    ///
    /// - Returns: the place of its first byte; nil if there are more bytes than places.
    mutating func append(_ file: MappedFile, path: String) -> Int? {
        let start = pieces.last.map { $0.start + $0.file.count } ?? 0
        guard start + file.count <= KeyedRecord.placeMax else { return nil }
        pieces.append(Piece(path: path, start: start, file: file))
        return start
    }

    /// Path and offset of a place, as messages name it.
    func position(of place: Int) -> (path: String, offset: Int) {
        let piece = pieces[index(of: place)]
        return (piece.path, place - piece.start)
    }

    /// Calls `body` with the bytes of the file around a place and the place's offset in them.
    func withText<R: ~Copyable, E: Error>(
        at place: Int,
        _ body: (RawSpan, Int) throws(E) -> R
    ) throws(E) -> R {
        let piece = pieces[index(of: place)]
        return try body(piece.file.bytes, place - piece.start)
    }

    private func index(of place: Int) -> Int {
        var index = pieces.count - 1
        while index > 0, pieces[index].start > place { index -= 1 }
        return index
    }
}
