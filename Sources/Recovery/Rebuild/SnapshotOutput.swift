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
    /// What may have been copied to the output while the snapshot was read.
    var early: EarlyCopy?
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
        let begun = early?.take(
            prologue(of: dataset),
            first: numbers(of: dataset).first,
            dataset.untouched
        )
        if let begun {
            return try write(dataset, to: begun) { (file) throws(Fault) in try file.commit() }
        }
        let file: AtomicFile
        do throws(Fault) {
            file = try AtomicFile(path: path)
        } catch {
            throw RecoveryError(error, file: path)
        }
        return try write(dataset, to: file, mark: nil)
    }

    /// Writes to `file`.
    ///
    /// - Parameters:
    ///   - mark: the AUX field that makes it the beginning of a log; nil for a snapshot.
    ///   - seal: takes the file when everything is written.
    func write(
        _ dataset: borrowing Dataset,
        to file: consuming AtomicFile,
        mark: ByteString?,
        seal: (consuming AtomicFile) throws(Fault) -> Void = { (file) throws(Fault) in
            try file.commit()
        }
    ) throws(RecoveryError) -> Written {
        let begun: BegunSnapshot
        do throws(Fault) {
            let prologue = prologue(of: dataset, mark: mark)
            begun = BegunSnapshot(try prologue.begin(file, compresses: compresses))
        } catch {
            throw fault(error)
        }
        return try write(dataset, to: begun, seal)
    }

    private func write(
        _ dataset: borrowing Dataset,
        to begun: consuming BegunSnapshot,
        _ seal: (consuming AtomicFile) throws(Fault) -> Void
    ) throws(RecoveryError) -> Written {
        var written = Written()
        if let keyed = dataset.keyed {
            written.replay = try replay(keyed, dataset, &begun, &written)
        } else {
            for number in numbers(of: dataset) {
                try write(number, of: dataset, &begun, &written)
            }
        }
        try end(dataset, begun.finish(), &written, seal)
        return written
    }

    // MARK: The frame

    private func prologue(
        of dataset: borrowing Dataset,
        mark: ByteString? = nil
    ) -> SnapshotPrologue {
        SnapshotPrologue(dataset.keyspace, dataset.origin, format: format, mark: mark)
    }

    /// The numbers of the databases that may hold keys in the end, ascending.
    private func numbers(of dataset: borrowing Dataset) -> [Int] {
        var numbers = Set(dataset.untouched?.databaseNumbers ?? [])
        if let keyed = dataset.keyed {
            numbers.formUnion(keyed.changedNumbers)
            numbers.formUnion(keyed.loaded.endNumbers)
        } else {
            numbers.formUnion(dataset.keyspace.databaseNumbers)
        }
        return numbers.sorted()
    }

    private func end(
        _ dataset: borrowing Dataset,
        _ writer: consuming RDBWriter<AtomicFile>,
        _ written: inout Written,
        _ seal: (consuming AtomicFile) throws(Fault) -> Void
    ) throws(RecoveryError) {
        do throws(Fault) {
            for data in dataset.keyspace.moduleAuxiliaries where data.isBehindKeys {
                try writer.moduleAuxiliary(data.bytes.bytes)
            }
            written.byteCount = writer.byteCount + 1 + (format.hasChecksum ? 8 : 0)
            try seal(writer.finish())
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
        _ begun: inout BegunSnapshot,
        _ written: inout Written
    ) throws(RecoveryError) {
        let database = dataset.keyspace[database: number]
        let untouched = dataset.untouched?.parts(endingAs: number) ?? []
        let keyCount = untouched.reduce(database.count) { $0 + $1.keyCount }
        do throws(Fault) {
            try begun.writer.selectDatabase(
                number,
                keyCount: keyCount,
                expiringCount: untouched.reduce(database.expiringCount) { $0 + $1.expiringCount }
            )
            if let file = dataset.untouched?.file {
                for part in untouched { try begun.copy(part.runs, of: file) }
            }
        } catch {
            throw fault(error)
        }
        let pieces = KeyPieces(database)
        try encode(pieces.count, pieces.keyCount, { pieces[$0][...] }, number) {
            (keys) throws(RecoveryError) in
            try append(keys, to: &begun.writer)
        }
        written.keyCount += keyCount
        written.databaseCount += 1
    }

    /// Writes what a log leaves of each database, and what it does not touch.
    private func replay(
        _ keyed: KeyedReplay,
        _ dataset: borrowing Dataset,
        _ begun: inout BegunSnapshot,
        _ written: inout Written
    ) throws(RecoveryError) -> ReplayReport {
        let encoding = KeyEncoding(format: format, compresses: compresses)
        var run = try KeyedReplayRun(keyed) { encoding.receiver() }
        for number in numbers(of: dataset) {
            var (section, copiedEnd) = begun.section(of: number)
            do throws(Fault) {
                try copy(dataset.untouched, from: copiedEnd, &begun, &section)
            } catch {
                throw fault(error)
            }
            try run.forEachOutput(of: number) { (keys) throws(RecoveryError) in
                try append(keys, to: &begun.writer, &section)
            }
            try encode(run.untouched(endingAs: number), number) { (keys) throws(RecoveryError) in
                try append(keys, to: &begun.writer, &section)
            }
            do throws(Fault) {
                try section.close(&begun.writer)
            } catch {
                throw fault(error)
            }
            written.keyCount += section.keyCount
            written.databaseCount += section.keyCount > 0 ? 1 : 0
        }
        if let found = run.keyFault { throw fault(found.fault, key: found.key) }
        return try run.finish()
    }

    private func copy(
        _ untouched: UntouchedKeys?,
        from copiedEnd: Int,
        _ begun: inout BegunSnapshot,
        _ section: inout DatabaseSection
    ) throws(Fault) {
        guard let untouched, let file = untouched.file else { return }
        for part in untouched.parts(endingAs: section.number) {
            try section.open(&begun.writer)
            try begun.copy(part.runs, of: file, from: copiedEnd)
            section.count(part.keyCount, part.expiringCount)
        }
    }

    // MARK: Keys

    /// Encodes keys on all cores and hands the pieces over in their order.
    private func encode(
        _ entries: [ByteTable<KeyEntry>.Entry],
        _ number: Int,
        _ body: (EncodedKeys) throws(RecoveryError) -> Void
    ) throws(RecoveryError) {
        let pieceCount = (entries.count + Self.pieceSize - 1) / Self.pieceSize
        let piece: @Sendable (Int) -> ArraySlice<ByteTable<KeyEntry>.Entry> = { piece in
            let start = piece * Self.pieceSize
            return entries[start..<min(start + Self.pieceSize, entries.count)]
        }
        try encode(pieceCount, entries.count, piece, number, body)
    }

    private func encode(
        _ pieceCount: Int,
        _ keyCount: Int,
        _ keys: @escaping @Sendable (Int) -> ArraySlice<ByteTable<KeyEntry>.Entry>,
        _ number: Int,
        _ body: (EncodedKeys) throws(RecoveryError) -> Void
    ) throws(RecoveryError) {
        let encoding = KeyEncoding(format: format, compresses: compresses)
        var done = 0
        try workers.forEachInOrder(pieceCount) { (piece) -> Result<EncodedKeys, RecordFault> in
            encoding.encode(keys(piece), database: number)
        } consume: { (result) throws(RecoveryError) in
            switch result {
            case .success(let keys): try body(keys)
            case .failure(let failure): throw fault(failure.fault, key: failure.key)
            }
            done += Self.pieceSize
            progress?.progress(.writing, done: min(done, keyCount), total: keyCount)
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
