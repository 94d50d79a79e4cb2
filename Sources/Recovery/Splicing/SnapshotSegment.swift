import RedoubtRDB

/// A part of a snapshot that begins between two frames, for several readers at once.
struct SnapshotSegment: Sendable {
    /// Where it stands in the file; it ends where the next one begins.
    var range: Range<Int>
    /// The database that is selected there.
    let database: Int

    /// The segments of a file, found while it is read.
    struct List {
        private static let sizeMin = 2 << 20
        /// Behind the magic and the version.
        private static let firstOffset = 9

        private(set) var all = [
            SnapshotSegment(range: firstOffset..<Int.max, database: 0)
        ]

        /// Begins a segment where the reader stands, if the last one is large enough.
        mutating func mark(_ frames: borrowing FrameReader) {
            let offset = frames.offset
            let last = all.count - 1
            guard offset - all[last].range.lowerBound >= Self.sizeMin,
                // Behind a template a segment would not stand by itself.
                frames.context.templates.isEmpty
            else { return }
            all[last].range = all[last].range.lowerBound..<offset
            all.append(SnapshotSegment(range: offset..<Int.max, database: frames.database))
        }
    }
}
