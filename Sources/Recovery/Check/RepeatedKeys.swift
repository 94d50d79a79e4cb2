import RedoubtBytes
import RedoubtRDB

/// Looks again at keys that may stand twice, on all cores, and tells of each that does.
struct RepeatedKeys {
    private let file: MappedFile
    private let context: PayloadContext
    private let suspects: Set<UInt64>
    /// Says no for nearly all keys, without the set being asked.
    private let filter: KeyFilter
    private let path: String

    init(
        _ file: MappedFile,
        _ context: PayloadContext,
        among suspects: Set<UInt64>,
        path: String
    ) {
        self.file = file
        self.context = context
        self.suspects = suspects
        self.path = path
        var filter = KeyFilter(keyCount: suspects.count)
        for hash in suspects { filter.insert(hash) }
        self.filter = filter
    }

    /// A suspect, where it stands.
    private struct Sighting {
        let key: RecoveryError.KeyName
        let offset: Int
        /// Whether it has been seen in the same stretch.
        let isRepeated: Bool
    }

    /// What one stretch has, in its order.
    private struct Sightings: Sendable {
        var all: [Sighting] = []
        var repeatedCount = 0
        /// How many more are repeated.
        var uncounted = 0
    }

    func find(in stretches: [KeyJournal.Stretch], _ findings: inout FindingList) {
        let workers = Workers()
        var names: [Int: ByteTable<Bool>] = [:]
        let kind = Finding.Kind.duplicateKey
        // Not all at once: what they have is kept only until it is put together.
        let step = 4 * workers.count
        for first in stride(from: 0, to: stretches.count, by: step) {
            let wave = stretches[first..<min(first + step, stretches.count)]
            for found in workers.map(wave.count, { look(at: wave[first + $0]) }) {
                for sighting in found.all {
                    let key = sighting.key
                    let isNew = names[key.database, default: ByteTable()]
                        .insert(key.key.bytes, true)
                    guard sighting.isRepeated || !isNew else { continue }
                    findings.add(
                        Finding(kind, kind.meaning, file: path, offset: sighting.offset, key: key)
                    )
                }
                findings.add(found.uncounted, more: kind)
            }
        }
    }

    private func look(at stretch: KeyJournal.Stretch) -> Sightings {
        var found = Sightings()
        // Where a key stood before, one stands now.
        try? look(at: stretch, &found)
        file.release(stretch.range)
        return found
    }

    private func look(
        at stretch: KeyJournal.Stretch,
        _ found: inout Sightings
    ) throws(Fault) {
        var names = ByteTable<Bool>()
        var frames = try FrameReader(
            ByteWindow(file),
            at: stretch.range.lowerBound,
            database: stretch.database,
            context: context
        )
        while frames.offset < stretch.range.upperBound {
            let rest = stretch.range.upperBound - frames.offset
            let run = try frames.passKeys(sizeMax: min(1 << 18, rest)) {
                (name, _) throws(Fault) -> Bool in !isSuspect(name, in: stretch.database)
            }
            guard run.count == 0 else { continue }
            guard let frame = try frames.next() else { return }
            guard case .key(let key) = frame, isSuspect(frames.key, in: key.database)
            else { continue }
            let isNew = names.insert(frames.key, true)
            if !isNew {
                found.repeatedCount += 1
                guard found.repeatedCount <= FindingList.keptMax else {
                    found.uncounted += 1
                    continue
                }
            }
            let name = RecoveryError.KeyName(
                database: key.database,
                key: ByteString(frames.key)
            )
            found.all.append(
                Sighting(key: name, offset: key.recordOffset, isRepeated: !isNew)
            )
        }
    }

    private func isSuspect(_ name: RawSpan, in database: Int) -> Bool {
        let identity = SeenKeys.identity(ByteHash.hash(name), in: database)
        return filter.contains(identity) && suspects.contains(identity)
    }
}
