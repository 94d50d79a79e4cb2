import RedoubtBytes
import RedoubtKeyspace
import RedoubtRDB
import RedoubtValues

/// Writes a dataset as a snapshot: keys that are still in the source byte for byte, then those that
/// were loaded and those that a log left, encoded on all cores.
struct SnapshotOutput {
    let path: String
    let format: FormatVersion
    let compresses: Bool
    let workers: Workers
    let progress: (any ProgressListener)?

    /// What was written.
    struct Written {
        /// Size of the file in bytes.
        var byteCount = 0
        var keyCount = 0
        var databaseCount = 0
        /// What the replay did, where it ran while the file was written.
        var replay: ReplayReport?
    }

    /// Writes the file.
    func write(_ dataset: borrowing Dataset) throws(RecoveryError) -> Written {
        let file: AtomicFile
        do throws(Fault) {
            file = try AtomicFile(path: path)
        } catch {
            throw RecoveryError(error, file: path)
        }
        return try write(dataset, to: file, isBase: false)
    }

    /// Writes to `file`; `isBase` if it is to be the base of a log.
    func write(
        _ dataset: borrowing Dataset,
        to file: consuming AtomicFile,
        isBase: Bool
    ) throws(RecoveryError) -> Written {
        var written = Written()
        var writer = try begin(dataset, file, isBase: isBase)
        if let keyed = dataset.keyed {
            written.replay = try replay(keyed, dataset, &writer, &written)
        } else {
            for number in dataset.databaseNumbers {
                try write(number, of: dataset, &writer, &written)
            }
        }
        try end(dataset, writer, &written)
        return written
    }

    // MARK: The frame

    private func begin(
        _ dataset: borrowing Dataset,
        _ file: consuming AtomicFile,
        isBase: Bool
    ) throws(RecoveryError) -> RDBWriter<AtomicFile> {
        do throws(Fault) {
            var writer = try RDBWriter(
                file,
                format: format,
                options: RDBWriterOptions(compresses: compresses)
            )
            for (name, value) in SnapshotHeader(dataset, format: format).auxiliaries {
                try writer.auxiliary(name, value)
            }
            if isBase { try writer.auxiliary("aof-base", "1") }
            for data in dataset.keyspace.moduleAuxiliaries where !data.isBehindKeys {
                try writer.moduleAuxiliary(data.bytes.bytes)
            }
            for library in dataset.keyspace.functions { try writer.function(library.value) }
            return writer
        } catch {
            throw fault(error)
        }
    }

    private func end(
        _ dataset: borrowing Dataset,
        _ writer: consuming RDBWriter<AtomicFile>,
        _ written: inout Written
    ) throws(RecoveryError) {
        do throws(Fault) {
            for data in dataset.keyspace.moduleAuxiliaries where data.isBehindKeys {
                try writer.moduleAuxiliary(data.bytes.bytes)
            }
            written.byteCount = writer.byteCount + 1 + (format.hasChecksum ? 8 : 0)
            try writer.finish().commit()
        } catch {
            throw fault(error)
        }
    }

    private func fault(
        _ fault: Fault,
        key: RecoveryError.KeyName? = nil
    ) -> RecoveryError {
        RecoveryError(writing: fault, to: path, format: format, key: key)
    }

    // MARK: Databases

    /// Writes the keys of a database in memory, with those that are still in the snapshot.
    private func write(
        _ number: Int,
        of dataset: borrowing Dataset,
        _ writer: inout RDBWriter<AtomicFile>,
        _ written: inout Written
    ) throws(RecoveryError) {
        let database = dataset.keyspace[database: number]
        let untouched = dataset.untouched?.parts(endingAs: number) ?? []
        let keyCount = untouched.reduce(database.count) { $0 + $1.keyCount }
        do throws(Fault) {
            try writer.selectDatabase(
                number,
                keyCount: keyCount,
                expiringCount: untouched.reduce(database.expiringCount) { $0 + $1.expiringCount }
            )
            for part in untouched { try copy(part, of: dataset.untouched?.file, to: &writer) }
        } catch {
            throw fault(error)
        }
        let entries = database.entries.positions.compactMap { database.entries.entry(at: $0) }
        try encode(entries, number) { (keys) throws(RecoveryError) in
            try append(keys, to: &writer)
        }
        written.keyCount += keyCount
        written.databaseCount += 1
    }

    /// Writes what a log leaves of each database, and what it does not touch.
    private func replay(
        _ keyed: KeyedReplay,
        _ dataset: borrowing Dataset,
        _ writer: inout RDBWriter<AtomicFile>,
        _ written: inout Written
    ) throws(RecoveryError) -> ReplayReport {
        let encoding = KeyEncoding(format: format, compresses: compresses)
        var run = try KeyedReplayRun(keyed) { encoding.receiver() }
        let numbers = Set(
            run.numbers + keyed.loaded.endNumbers + (dataset.untouched?.databaseNumbers ?? [])
        )
        for number in numbers.sorted() {
            var section = DatabaseSection(number)
            for part in dataset.untouched?.parts(endingAs: number) ?? [] {
                do throws(Fault) {
                    try section.open(&writer)
                    try copy(part, of: dataset.untouched?.file, to: &writer)
                } catch {
                    throw fault(error)
                }
                section.count(part.keyCount, part.expiringCount)
            }
            try run.forEachOutput(of: number) { (keys) throws(RecoveryError) in
                try append(keys, to: &writer, &section)
            }
            try encode(run.untouched(endingAs: number), number) { (keys) throws(RecoveryError) in
                try append(keys, to: &writer, &section)
            }
            do throws(Fault) {
                try section.close(&writer)
            } catch {
                throw fault(error)
            }
            written.keyCount += section.keyCount
            written.databaseCount += section.keyCount > 0 ? 1 : 0
        }
        if let found = run.keyFault { throw fault(found.fault, key: found.key) }
        return try run.finish()
    }

    // MARK: Keys

    /// Encodes keys on all cores and hands the pieces over in their order.
    private func encode(
        _ entries: [ByteTable<KeyEntry>.Entry],
        _ number: Int,
        _ body: (EncodedKeys) throws(RecoveryError) -> Void
    ) throws(RecoveryError) {
        let encoding = KeyEncoding(format: format, compresses: compresses)
        let pieceCount = (entries.count + Self.pieceSize - 1) / Self.pieceSize
        var done = 0
        try workers.forEachInOrder(pieceCount) { (piece) -> Result<EncodedKeys, RecordFault> in
            let start = piece * Self.pieceSize
            let part = entries[start..<min(start + Self.pieceSize, entries.count)]
            return encoding.encode(part, database: number)
        } consume: { (result) throws(RecoveryError) in
            switch result {
            case .success(let keys): try body(keys)
            case .failure(let failure): throw fault(failure.fault, key: failure.key)
            }
            done += Self.pieceSize
            progress?.progress(.writing, done: min(done, entries.count), total: entries.count)
        }
    }

    private static let pieceSize = 4096

    private func append(
        _ keys: EncodedKeys,
        to writer: inout RDBWriter<AtomicFile>
    ) throws(RecoveryError) {
        do throws(Fault) {
            try keys.write(to: &writer)
        } catch {
            throw fault(error)
        }
    }

    private func append(
        _ keys: EncodedKeys,
        to writer: inout RDBWriter<AtomicFile>,
        _ section: inout DatabaseSection
    ) throws(RecoveryError) {
        guard keys.keyCount > 0 else { return }
        do throws(Fault) {
            try section.open(&writer)
        } catch {
            throw fault(error)
        }
        section.count(keys.keyCount, keys.expiringCount)
        try append(keys, to: &writer)
    }

    /// Copies keys as they stand in the snapshot, in pieces that leave no memory behind.
    private func copy(
        _ part: UntouchedKeys.Part,
        of file: MappedFile?,
        to writer: inout RDBWriter<AtomicFile>
    ) throws(Fault) {
        guard let file else { return }
        var ready = part.runs.first.map { $0.lowerBound..<$0.lowerBound } ?? 0..<0
        for run in part.runs {
            var start = run.lowerBound
            while start < run.upperBound {
                if start >= ready.upperBound {
                    file.release(ready)
                    ready = start..<min(start + Self.copyCount, file.count)
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

/// The keys of one database on their way out: its opcodes come with the first of them.
private struct DatabaseSection {
    private let number: Int
    private var isOpen = false
    private(set) var keyCount = 0
    private var expiringCount = 0

    init(_ number: Int) {
        self.number = number
    }

    mutating func open(_ writer: inout RDBWriter<AtomicFile>) throws(Fault) {
        guard !isOpen else { return }
        isOpen = true
        try writer.openDatabase(number)
    }

    mutating func count(_ keys: Int, _ expiring: Int) {
        keyCount += keys
        expiringCount += expiring
    }

    func close(_ writer: inout RDBWriter<AtomicFile>) throws(Fault) {
        guard isOpen else { return }
        try writer.closeDatabase(keyCount: keyCount, expiringCount: expiringCount)
    }
}

extension Dataset {
    /// The numbers of the databases that hold keys, in memory or in the snapshot, ascending.
    var databaseNumbers: [Int] {
        Set(keyspace.databaseNumbers + (untouched?.databaseNumbers ?? [])).sorted()
    }
}

/// The AUX fields of a rebuilt snapshot.
///
/// Those of the source stay, except what a rebuild makes untrue: its place in a replication
/// history, its memory use, its role in a log. The server is the one whose version is written, so
/// that a digest follows that server.
private struct SnapshotHeader {
    let auxiliaries: [(name: ByteString, value: ByteString)]

    private static let dropped: Set<ByteString> = [
        "redis-ver", "valkey-ver", "redis-bits", "used-mem", "repl-stream-db", "repl-id",
        "repl-offset", "aof-preamble", "aof-base",
    ]

    init(_ dataset: borrowing Dataset, format: FormatVersion) {
        let kept = dataset.keyspace.auxiliaries.filter { !Self.dropped.contains($0.name) }
        auxiliaries =
            Self.server(of: dataset, format: format) + [(name: "redis-bits", value: "64")] + kept
    }

    private static func server(
        of dataset: borrowing Dataset,
        format: FormatVersion
    ) -> [(name: ByteString, value: ByteString)] {
        let names: [ByteString] = ["redis-ver", "valkey-ver"]
        let named = dataset.keyspace.auxiliaries.filter { names.contains($0.name) }
        if dataset.origin.format == format, !named.isEmpty { return named }
        let profile = ServerChoice.writer(of: format, preferring: dataset.origin.server.profile)
        let name: ByteString = profile.family == .redis ? "redis-ver" : "valkey-ver"
        return [(name, ByteString("\(profile.major).\(profile.minor).0"))]
    }
}

extension RecoveryError {
    fileprivate init(
        writing fault: Fault,
        to path: String,
        format: FormatVersion,
        key: KeyName?
    ) {
        guard fault.reason == .unsupportedByTarget,
            let feature = TargetFeature(rawValue: fault.detail)
        else {
            self.init(fault, file: path, key: key)
            return
        }
        self.init(
            .failure,
            "format \(format), of \(format.writers), cannot hold \(feature.text)",
            file: path,
            key: key,
            remedies: ["choose a newer version with --target or --format-version"]
        )
    }
}
