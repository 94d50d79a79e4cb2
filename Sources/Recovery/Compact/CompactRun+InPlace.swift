import RedoubtAOF
import RedoubtBytes
import RedoubtCodecs

extension CompactRun {
    /// Replaces a log where it is.
    func replace(_ layout: LogLayout) throws(RecoveryError) -> CompactResult {
        switch layout.location {
        case .file(let path): return try replaceFile(path)
        case .directory(let directory, let manifestPath):
            let lock = try OutputLock.take(directory: directory)
            defer { lock.release() }
            // Another run may have replaced it before the lock was there.
            return try replaceDirectory(LogLayout(opening: manifestPath), directory, manifestPath)
        }
    }

    // MARK: A directory

    private func replaceDirectory(
        _ layout: LogLayout,
        _ directory: String,
        _ manifestPath: String
    ) throws(RecoveryError) -> CompactResult {
        guard let manifest = layout.manifest else {
            throw RecoveryError(.failure, "the manifest is gone", file: manifestPath)
        }
        let names = try RecoveryError.naming(directory) { () throws(Fault) in
            try Directory.names(in: directory)
        }
        let server = try StoppedServer(
            layout.sourcePaths,
            besides: names.map { "\(directory)/\($0)" },
            at: directory,
            isAssumed: request.assumesStopped
        )
        let before = try Self.byteCount(of: layout)
        var replacement = AOFDirectorySwitch(manifest, at: manifestPath)
        // Whatever can't be written is better known before the log is read.
        let base = try RecoveryError.ofLayout { () throws(LayoutError) in
            try replacement.newBase(isSnapshot: request.form == .rdb)
        }
        let dataset = try load(layout, scratch: "\(directory)/compact")
        let written = try baseOutput(dataset, path: directory, mark: "aof-base").write(
            dataset,
            to: base,
            scratch: "\(directory)/compact"
        ) {}
        let outcome = try replacement.commit { () throws(RecoveryError) in
            try server.check()
        } or: { error in
            RecoveryError(layout: error)
        }
        var result = CompactResult(dataset, written, layout, request, before: before)
        result.after.fileCount = 2
        result.output = directory
        result.removed = outcome.removed
        if let fault = outcome.unfinished {
            result.warnings.append(Warning(unfinished: fault, in: directory))
        }
        return result
    }

    // MARK: A single file

    /// Writes the new log beside the old one and renames it over that.
    private func replaceFile(_ path: String) throws(RecoveryError) -> CompactResult {
        guard path != "-" else {
            throw RecoveryError(.usage, "standard input can not be replaced: name an --output")
        }
        let lock = try OutputLock.take(path)
        defer { lock?.release() }
        try refuseForeignForm(path)
        let layout = try LogLayout(opening: path)
        let server = try StoppedServer(
            [path],
            besides: [],
            at: path,
            isAssumed: request.assumesStopped
        )
        let before = try Self.byteCount(of: layout)
        let dataset = try load(layout, scratch: path)
        let file = try RecoveryError.naming(path) { () throws(Fault) in
            try AtomicFile(path: path)
        }
        let output = try baseOutput(dataset, path: path, mark: "aof-preamble")
        let scratch = "\(path).snapshot"
        let written = try output.write(dataset, to: file, scratch: scratch) {
            () throws(RecoveryError) in try server.check()
        }
        var result = CompactResult(dataset, written, layout, request, before: before)
        result.after.fileCount = 1
        result.output = path
        return result
    }

    /// A server reads no compressed log, and a snapshot by itself is none.
    private func refuseForeignForm(_ path: String) throws(RecoveryError) {
        let head = try RecoveryError.naming(path) { () throws(Fault) in
            let file = try InputFile(path: path)
            var window = ByteWindow(FileSource(file), refillCount: 4096)
            return try window.peek(64).array
        }
        guard CompressedInput.detect(head.rawSpan) == nil else {
            throw RecoveryError(
                .usage,
                "a compressed log is not replaced: name an --output",
                file: path
            )
        }
        guard Preamble.matches(head.rawSpan),
            let fields = try SnapshotHead.auxiliaries(of: path), !Preamble.isDeclared(in: fields)
        else { return }
        throw RecoveryError(
            .usage,
            "this is a snapshot and not the log of a server: name an --output",
            file: path
        )
    }

    static func byteCount(of layout: LogLayout) throws(RecoveryError) -> Int {
        var count = 0
        for file in layout.files where file.path != "-" {
            count += try SourceFile(file.path).size() ?? 0
        }
        return count
    }
}

extension Warning {
    fileprivate init(unfinished fault: Fault, in directory: String) {
        self.init(
            "\(directory): the new log is in place, but old files could not be removed (\(fault)); "
                + "the manifest lists them as history, which the server or the next run removes"
        )
    }
}
