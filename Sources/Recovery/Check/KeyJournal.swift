import RedoubtBytes
import RedoubtRDB

/// Finds keys that stand twice in one database, in bounded memory.
///
/// ``SeenKeys`` tells which may; a second look at the names, in files that are mapped, decides. Its
/// scratch file stands in the folder for temporary files.
struct KeyJournal {
    /// Keys of one database, one behind the other.
    struct Stretch: Sendable {
        var range: Range<Int>
        let database: Int
    }

    /// The most stretches that are looked at again.
    private static let stretchesMax = 1 << 18
    /// Work for one of several readers.
    private static let stretchSize = 1 << 20
    /// The database of the key that was noted last.
    private(set) var database = 0
    private let notesKeys: Bool
    private var seen: SeenKeys?
    /// Where the keys of each database stand, with what is needed to read them.
    private var stretches: [Stretch] = []
    private var context: PayloadContext?
    private var isFull = false

    init(_ request: CheckRequest) {
        notesKeys = request.depth == .values
    }

    /// What takes the names of keys in; nil where they are not wanted.
    mutating func opened() -> SeenKeys? {
        guard notesKeys else { return nil }
        let opened = seen ?? SeenKeys(beside: LoadOptions().scratchPath)
        seen = opened
        return opened
    }

    /// Notes where keys stand whose names were taken in.
    mutating func note(_ range: Range<Int>, _ database: Int, _ context: PayloadContext) {
        self.database = database
        guard notesKeys else { return }
        self.context = context
        let last = stretches.count - 1
        if last >= 0, stretches[last].database == database,
            stretches[last].range.upperBound == range.lowerBound,
            stretches[last].range.count < Self.stretchSize
        {
            stretches[last].range = stretches[last].range.lowerBound..<range.upperBound
        } else if stretches.count < Self.stretchesMax {
            stretches.append(Stretch(range: range, database: database))
        } else {
            isFull = true
        }
    }

    /// Tells which keys stand twice.
    mutating func finish(
        _ mapped: MappedFile?,
        path: String,
        _ findings: inout FindingList
    ) {
        guard let seen, let context else { return }
        // Where there is no room for the scratch file, nothing can be told.
        let suspects = try? seen.finish(Workers())
        if let suspects, suspects.isEmpty { return }
        guard let mapped, let suspects, !isFull else {
            let kind = Finding.Kind.duplicatesUndecided
            var text = kind.meaning
            if mapped == nil, let suspects {
                text = "\(suspects.count) keys may stand twice: a stream is not read again to see"
            }
            findings.add(Finding(kind, text, file: path))
            return
        }
        RepeatedKeys(mapped, context, among: suspects, path: path).find(in: stretches, &findings)
    }
}
