import RedoubtBytes
import RedoubtRDB

/// Finds keys that stand twice in one database, in bounded memory.
///
/// A filter tells which may; a second look at the names, in files that are mapped, decides.
struct KeyJournal {
    /// The most stretches of one database that are looked at again.
    private static let stretchesMax = 1 << 16
    /// About as many bytes of a file stand for a key, where they are many.
    private static let bytesPerKey = 64

    /// The database of the key that was noted last.
    private(set) var database = 0
    /// How large the file is, or may be.
    var byteCount = 1 << 26
    private let workers = Workers()
    private let notesKeys: Bool
    private var seen: SeenKeys?
    /// Where the keys of each database stand, with what is needed to read them.
    private var stretches: [(range: Range<Int>, database: Int)] = []
    private var context: PayloadContext?
    private var isFull = false

    init(_ request: CheckRequest) {
        notesKeys = request.depth == .values
    }

    /// Takes the hashes of the names in a range.
    mutating func note(
        _ hashes: [UInt64],
        _ range: Range<Int>,
        _ database: Int,
        _ context: PayloadContext
    ) {
        self.database = database
        guard notesKeys, !hashes.isEmpty else { return }
        let seen = seen ?? SeenKeys(keyCount: byteCount / Self.bytesPerKey, workers: workers)
        self.seen = seen
        seen.note(hashes, in: database)
        self.context = context
        let last = stretches.count - 1
        if last >= 0, stretches[last].database == database,
            stretches[last].range.upperBound == range.lowerBound
        {
            stretches[last].range = stretches[last].range.lowerBound..<range.upperBound
        } else if stretches.count < Self.stretchesMax {
            stretches.append((range, database))
        } else {
            isFull = true
        }
    }

    /// Tells which keys stand twice.
    mutating func finish(
        _ mapped: MappedFile?,
        path: String,
        _ findings: inout FindingList
    ) throws(RecoveryError) {
        guard let seen, let context else { return }
        let suspects = seen.finish()
        guard !suspects.isEmpty else { return }
        guard let mapped, suspects.count < SeenKeys.suspectsMax, !isFull else {
            let kind = Finding.Kind.duplicatesUndecided
            let text =
                mapped == nil
                ? "\(suspects.count) keys may stand twice: a stream is not read again to see"
                : kind.meaning
            findings.add(Finding(kind, text, file: path))
            return
        }
        var names: [Int: ByteTable<Bool>] = [:]
        for stretch in stretches {
            do throws(Fault) {
                try look(at: stretch, mapped, context, suspects) { key, offset in
                    let isNew = names[key.database, default: ByteTable()]
                        .insert(key.key.bytes, true)
                    guard !isNew else { return }
                    let kind = Finding.Kind.duplicateKey
                    findings.add(
                        Finding(kind, kind.meaning, file: path, offset: offset, key: key)
                    )
                }
            } catch {
                guard error.isDamage else { throw RecoveryError(error, file: path) }
            }
        }
    }

    private func look(
        at stretch: (range: Range<Int>, database: Int),
        _ mapped: MappedFile,
        _ context: PayloadContext,
        _ suspects: Set<UInt64>,
        _ sighting: (RecoveryError.KeyName, Int) -> Void
    ) throws(Fault) {
        var filter = KeyFilter(keyCount: suspects.count)
        for hash in suspects { filter.insert(hash) }
        func isSuspect(_ name: RawSpan) -> Bool {
            let hash = ByteHash.hash(name)
            return filter.contains(hash) && suspects.contains(hash)
        }
        var frames = try FrameReader(
            ByteWindow(mapped),
            at: stretch.range.lowerBound,
            database: stretch.database,
            context: context
        )
        while frames.offset < stretch.range.upperBound {
            let rest = stretch.range.upperBound - frames.offset
            let run = try frames.passKeys(sizeMax: min(1 << 18, rest)) {
                (name, _) throws(Fault) -> Bool in !isSuspect(name)
            }
            guard run.count == 0 else { continue }
            guard let frame = try frames.next() else { return }
            guard case .key(let found) = frame, isSuspect(frames.key) else { continue }
            let name = ByteString(frames.key)
            sighting(
                RecoveryError.KeyName(database: found.database, key: name),
                found.recordOffset
            )
        }
    }
}
