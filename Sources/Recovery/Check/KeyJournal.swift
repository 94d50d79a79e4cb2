import RedoubtBytes
import RedoubtRDB

/// Finds keys that stand twice in one database, in bounded memory.
///
/// A filter tells which may; a second look at the names, in files that are mapped, decides.
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
    /// About as many bytes of a file stand for a key, where nothing says how many keys there are.
    private static let bytesPerKey = 512

    /// The database of the key that was noted last.
    private(set) var database = 0
    /// How large the file is, or may be.
    var byteCount = 1 << 26
    /// How many keys the file says that its first database has.
    var announcedCount: UInt64 = 0
    private let notesKeys: Bool
    private var seen: KeySightings?
    /// Where the keys of each database stand, with what is needed to read them.
    private var stretches: [Stretch] = []
    private var context: PayloadContext?
    private var isFull = false

    init(_ request: CheckRequest) {
        notesKeys = request.depth == .values
    }

    /// What takes the names of keys in; nil where they are not wanted.
    mutating func opened() -> KeySightings? {
        guard notesKeys else { return nil }
        if let seen { return seen }
        // What a file announces is worth no more than its bytes.
        let announced = min(announcedCount, UInt64(byteCount / 4))
        let opened = KeySightings(keyCount: max(Int(announced), byteCount / Self.bytesPerKey))
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
        let suspects = seen.finish()
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
