import RedoubtBytes
import RedoubtRDB

/// The keys of a snapshot that nothing touches: where they stand, and how many they are.
struct UntouchedKeys: Sendable {
    /// What one database has of them.
    struct Part: Sendable {
        /// Where they stand in the file, in its order.
        fileprivate(set) var runs: [Range<Int>] = []
        /// Number of keys.
        fileprivate(set) var keyCount = 0
        /// Number of keys with an expiry.
        fileprivate(set) var expiringCount = 0

        fileprivate mutating func append(_ run: Range<Int>, _ keys: Int, _ expiring: Int) {
            keyCount += keys
            expiringCount += expiring
            if let last = runs.last, last.upperBound == run.lowerBound {
                runs[runs.count - 1] = last.lowerBound..<run.upperBound
            } else {
                runs.append(run)
            }
        }
    }

    /// The snapshot.
    var file: MappedFile?
    /// What the log makes of whole databases.
    var fates = DatabaseFate()
    /// By the number that the database has in the snapshot.
    private(set) var parts: [Int: Part] = [:]
    /// What ``SeenKeys`` has found to stand twice.
    var suspects: Set<UInt64> = []
    /// Number of bytes that went through a scratch file on the way.
    var scratchByteCount = 0
    /// Where a second look at the names may begin.
    var segments: [SnapshotSegment] = []

    mutating func append(
        _ run: Range<Int>,
        in database: Int,
        keyCount: Int,
        expiringCount: Int
    ) {
        guard !run.isEmpty else { return }
        parts[database, default: Part()].append(run, keyCount, expiringCount)
    }
}

extension UntouchedKeys {
    /// The parts that end under a number, of databases whose keys are not removed.
    func parts(endingAs number: Int) -> [Part] {
        parts.filter { fates.fate(of: $0.key) == number }.sorted { $0.key < $1.key }.map(\.value)
    }

    /// The numbers under which untouched keys end, ascending.
    var databaseNumbers: [Int] {
        Set(parts.keys.compactMap { parts[$0]?.keyCount == 0 ? nil : fates.fate(of: $0) }).sorted()
    }

    /// Number of keys that are not removed.
    var keyCount: Int {
        databaseNumbers.reduce(0) { sum, number in
            sum + parts(endingAs: number).reduce(0) { $0 + $1.keyCount }
        }
    }
}
