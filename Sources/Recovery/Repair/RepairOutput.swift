import RedoubtAOF
import RedoubtBytes
import RedoubtRESP

/// Writes what is kept: a file for a file, and for a directory a new directory.
///
/// A directory is written as servers do: every file is durable before the manifest names it.
struct RepairOutput {
    private let layout: LogLayout
    private let path: String
    private let progress: (any ProgressListener)?

    init(_ layout: LogLayout, _ path: String, _ progress: (any ProgressListener)?) {
        self.layout = layout
        self.path = path
        self.progress = progress
    }

    func write(_ plans: [FilePlan]) throws(RecoveryError) {
        guard layout.manifest != nil else {
            for plan in plans { try writeFile(plan) }
            return
        }
        do throws(LayoutError) {
            var directory = try AOFDirectoryWriter(directory: path, logName: logName)
            for plan in plans {
                let isBase = plan.source.role == .base
                let file = try directory.newFile(
                    isBase ? .base : .increment,
                    isSnapshot: isBase && plan.preambleCount > 0
                )
                do throws(Fault) {
                    try copy(plan, to: file)
                    try file.commit()
                } catch {
                    throw LayoutError.fault(error, path: path)
                }
            }
            try directory.commit()
        } catch {
            throw RecoveryError(layout: error)
        }
    }

    private func writeFile(_ plan: FilePlan) throws(RecoveryError) {
        do throws(Fault) {
            let file = try AtomicFile(path: path)
            try copy(plan, to: file)
            try file.commit()
        } catch {
            throw RecoveryError(error, file: path)
        }
    }

    /// What the files of the log are called, from the name of the manifest.
    private var logName: String {
        guard case .directory(_, let manifest) = layout.location else { return "appendonly.aof" }
        let name = FilePathParts(manifest).name
        return name.hasSuffix(".manifest") ? String(name.dropLast(".manifest".count)) : name
    }

    // MARK: Copying

    private static let stepCount = 1 << 20

    private func copy(_ plan: FilePlan, to file: borrowing AtomicFile) throws(Fault) {
        let ahead = ReadAhead(plan.file)
        defer { ahead.stop() }
        try copy(0..<plan.preambleCount, of: plan.file, to: file, ahead)
        for piece in plan.pieces {
            switch piece {
            case .copy(let range): try copy(range, of: plan.file, to: file, ahead)
            case .select(let database):
                var record = ByteBuilder()
                RESPWriter.begin(argumentCount: 2, into: &record)
                RESPWriter.word("SELECT", into: &record)
                RESPWriter.argument(Int64(database), into: &record)
                try file.write(record.bytes)
            }
        }
    }

    private func copy(
        _ range: Range<Int>,
        of source: MappedFile,
        to file: borrowing AtomicFile,
        _ ahead: ReadAhead
    ) throws(Fault) {
        var place = range.lowerBound
        while place < range.upperBound {
            let end = min(place + Self.stepCount, range.upperBound)
            try file.write(source.bytes.extracting(place..<end))
            ahead.advance(to: end)
            progress?.progress(.writing, done: end, total: source.count)
            place = end
        }
    }
}
