import RedoubtBytes
import RedoubtRDB

/// A snapshot that is being written.
struct BegunSnapshot: ~Copyable {
    var writer: RDBWriter<AtomicFile>
    /// The database that was opened early, and how far its keys in the source were copied.
    private var early: Early?

    private struct Early {
        let section: DatabaseSection
        var end = 0
        var byteCount = 0
    }

    init(_ writer: consuming RDBWriter<AtomicFile>) {
        self.writer = writer
    }

    /// The writer, to end the snapshot with.
    consuming func finish() -> RDBWriter<AtomicFile> { writer }

    // MARK: Early copies

    /// Opens a database for keys that are copied early.
    mutating func open(_ number: Int) throws(Fault) {
        var section = DatabaseSection(number)
        try section.open(&writer)
        early = Early(section: section)
    }

    /// Copies keys of the open database as they stand in a snapshot.
    mutating func copyEarly(_ runs: [Range<Int>], of file: MappedFile) throws(Fault) {
        guard let end = runs.last?.upperBound else { return }
        try copy(runs, of: file)
        // Whoever read here before has brought pages back around what it read.
        file.release(max(0, (early?.end ?? 0) - Self.copyCount)..<end)
        early?.end = end
        early?.byteCount += runs.reduce(0) { $0 + $1.count }
    }

    /// Whether all of some keys were copied that stand up to where the early copies end, and no
    /// others.
    func hasCopied(_ parts: [UntouchedKeys.Part]) -> Bool {
        guard let early, parts.count <= 1 else { return false }
        let runs = parts.first?.runs ?? []
        let count = runs.reduce(0) { $0 + max(0, min($1.upperBound, early.end) - $1.lowerBound) }
        return count == early.byteCount
    }

    /// The section of a database: the open one, or a new one.
    ///
    /// - Returns: the section, and the offset up to which its keys in the source were copied.
    func section(of number: Int) -> (section: DatabaseSection, copiedEnd: Int) {
        if let early, early.section.number == number { return (early.section, early.end) }
        return (DatabaseSection(number), 0)
    }

    // MARK: Copies

    /// Copies keys from an offset on as they stand in a snapshot, in pieces that leave no memory
    /// behind.
    mutating func copy(
        _ runs: [Range<Int>],
        of file: MappedFile,
        from offset: Int = 0
    ) throws(Fault) {
        let end = runs.last?.upperBound ?? 0
        var ready = 0..<0
        for run in runs where run.upperBound > offset {
            var start = max(run.lowerBound, offset)
            while start < run.upperBound {
                if start >= ready.upperBound {
                    file.release(ready)
                    ready = start..<min(start + Self.copyCount, end)
                    file.populate(ready)
                }
                let piece = start..<min(ready.upperBound, run.upperBound)
                try writer.copyKeys(file.bytes.extracting(piece))
                start = piece.upperBound
            }
        }
        file.release(ready)
    }

    private static let copyCount = 4 << 20
}
