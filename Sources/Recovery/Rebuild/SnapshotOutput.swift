import RedoubtBytes
import RedoubtKeyspace
import RedoubtRDB
import RedoubtValues

/// Writes a dataset as a snapshot: frozen values byte for byte where the target's servers write
/// them so themselves, everything else encoded anew.
struct SnapshotOutput {
    let path: String
    let format: FormatVersion
    let compresses: Bool
    let progress: (any ProgressListener)?

    /// Writes the file and answers its size.
    func write(_ dataset: borrowing Dataset) throws(RecoveryError) -> Int {
        let file: AtomicFile
        do throws(Fault) {
            file = try AtomicFile(path: path)
        } catch {
            throw RecoveryError(error, file: path)
        }
        return try write(dataset, to: file, isBase: false)
    }

    /// Writes to `file` and answers its size; `isBase` if it is to be the base of a log.
    func write(
        _ dataset: borrowing Dataset,
        to file: consuming AtomicFile,
        isBase: Bool
    ) throws(RecoveryError) -> Int {
        var current: RecoveryError.KeyName?
        do throws(Fault) {
            var writer = try RDBWriter(
                file,
                format: format,
                options: RDBWriterOptions(compresses: compresses)
            )
            try writeHeader(of: dataset, isBase: isBase, to: &writer)
            var done = 0
            for number in dataset.databaseNumbers {
                let database = dataset.keyspace[database: number]
                let untouched = dataset.untouched?.parts(endingAs: number) ?? []
                try writer.selectDatabase(
                    number,
                    keyCount: untouched.reduce(database.count) { $0 + $1.keyCount },
                    expiringCount: untouched.reduce(database.expiringCount) {
                        $0 + $1.expiringCount
                    }
                )
                for part in untouched { try copy(part, of: dataset.untouched?.file, to: &writer) }
                for entry in database.entries {
                    current = RecoveryError.KeyName(database: number, key: entry.key)
                    try write(entry.key, entry.value, to: &writer)
                    done += 1
                    if done % 4096 == 0 {
                        progress?.progress(.writing, done: done, total: dataset.keyspace.count)
                    }
                }
            }
            current = nil
            for data in dataset.keyspace.moduleAuxiliaries where data.isBehindKeys {
                try writer.moduleAuxiliary(data.bytes.bytes)
            }
            let byteCount = writer.byteCount
            try writer.finish().commit()
            return byteCount + 1 + (format.hasChecksum ? 8 : 0)
        } catch {
            throw RecoveryError(writing: error, to: path, format: format, key: current)
        }
    }

    private func writeHeader(
        of dataset: borrowing Dataset,
        isBase: Bool,
        to writer: inout RDBWriter<AtomicFile>
    ) throws(Fault) {
        for (name, value) in SnapshotHeader(dataset, format: format).auxiliaries {
            try writer.auxiliary(name, value)
        }
        if isBase { try writer.auxiliary("aof-base", "1") }
        for data in dataset.keyspace.moduleAuxiliaries where !data.isBehindKeys {
            try writer.moduleAuxiliary(data.bytes.bytes)
        }
        for library in dataset.keyspace.functions { try writer.function(library.value) }
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

    private func write(
        _ key: ByteString,
        _ entry: KeyEntry,
        to writer: inout RDBWriter<AtomicFile>
    ) throws(Fault) {
        if case .frozen(let value) = entry.value,
            format.canCopy(value.type, from: value.source.context.format)
        {
            return try value.source.withPayload(value.range) { (payload) throws(Fault) in
                try writer.copyKey(key.bytes, entry.attributes, value.type, payload: payload)
            }
        }
        try writer.encodeKey(key.bytes, entry.attributes) { (encoder) throws(Fault) in
            try entry.value.visit(&encoder)
        }
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
