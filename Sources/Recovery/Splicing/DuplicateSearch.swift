import RedoubtBytes
import RedoubtRDB

/// Looks again at keys that may stand twice in a snapshot.
///
/// A server refuses such a file. ``SeenKeys`` tells which they are, but not where; a second look at
/// the names alone, on several cores, does, and tells for certain.
struct DuplicateSearch {
    private let file: MappedFile
    private let suspects: Set<UInt64>
    /// Says no for nearly all keys, without the set being asked.
    private let filter: KeyFilter
    private let workers: Workers

    init(_ file: MappedFile, among suspects: Set<UInt64>, _ workers: Workers) {
        self.file = file
        self.suspects = suspects
        self.workers = workers
        var filter = KeyFilter(keyCount: suspects.count)
        for hash in suspects { filter.insert(hash) }
        self.filter = filter
    }

    /// A suspect, where it stands.
    private struct Sighting {
        let name: RecoveryError.KeyName
        let offset: Int
    }

    /// What one segment has, in its order; it ends at the first key that stands twice in it.
    private struct Findings: Sendable {
        var sightings: [Sighting] = []
        var fault: Fault?
    }

    /// Throws at the second place of a key that stands twice, which `key` then names.
    func run(
        _ segments: [SnapshotSegment],
        of format: FormatVersion,
        _ key: inout RecoveryError.KeyName?
    ) throws(Fault) {
        var seen: [Int: ByteTable<Bool>] = [:]
        // Not all at once: what they have is kept only until it is put together.
        let step = 8 * workers.count
        for first in stride(from: 0, to: segments.count, by: step) {
            let wave = segments[first..<min(first + step, segments.count)]
            let findings = workers.map(wave.count) { find(in: wave[first + $0], of: format) }
            for found in findings {
                for sighting in found.sightings where !Self.note(sighting, in: &seen) {
                    key = sighting.name
                    throw Fault(.duplicateKey, at: sighting.offset)
                }
                if let fault = found.fault { throw fault }
            }
        }
    }

    /// False for a key that was noted before.
    private static func note(_ sighting: Sighting, in seen: inout [Int: ByteTable<Bool>]) -> Bool {
        let name = sighting.name
        return seen[name.database, default: ByteTable()].insert(name.key.bytes, true)
    }

    private func find(in segment: SnapshotSegment, of format: FormatVersion) -> Findings {
        let range = segment.range.clamped(to: 0..<file.count)
        var findings = Findings()
        do throws(Fault) {
            try find(in: range, segment.database, of: format, &findings)
        } catch {
            findings.fault = error
        }
        return findings
    }

    private func find(
        in range: Range<Int>,
        _ database: Int,
        of format: FormatVersion,
        _ findings: inout Findings
    ) throws(Fault) {
        var seen: [Int: ByteTable<Bool>] = [:]
        var frames = try FrameReader(
            ByteWindow(file),
            at: range.lowerBound,
            database: database,
            context: PayloadContext(format: format)
        )
        var ready = range.lowerBound
        defer { file.release(range) }
        while frames.offset < range.upperBound {
            if frames.offset >= ready {
                file.release(range.lowerBound..<frames.offset)
                ready = min(frames.offset + Self.readyCount, range.upperBound)
                file.populate(frames.offset..<ready)
            }
            let database = frames.database
            let run = try frames.passKeys(
                sizeMax: min(1 << 18, range.upperBound - frames.offset)
            ) { (name, _) throws(Fault) -> Bool in
                !isSuspect(name, in: database)
            }
            guard run.count == 0 else { continue }
            guard let frame = try frames.next() else { return }
            guard case .key(let found) = frame, isSuspect(frames.key, in: found.database) else {
                continue
            }
            let sighting = Sighting(
                name: RecoveryError.KeyName(
                    database: found.database,
                    key: ByteString(frames.key)
                ),
                offset: found.recordOffset
            )
            findings.sightings.append(sighting)
            guard Self.note(sighting, in: &seen) else { return }
        }
    }

    private func isSuspect(_ name: RawSpan, in database: Int) -> Bool {
        let identity = SeenKeys.identity(ByteHash.hash(name), in: database)
        return filter.contains(identity) && suspects.contains(identity)
    }

    private static let readyCount = 2 << 20
}
