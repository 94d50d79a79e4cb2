public import RedoubtAOF
public import RedoubtBytes

/// The log of a served dataset: a directory as servers since 7.0 write it.
///
/// Every change of what the directory stands for is one rename of its manifest: what is new is
/// durable before it, what is old goes after it. A process that is killed at any moment leaves a
/// directory that opens to what it stood for.
public final class ServedLog {
    /// When what clients were told is durable.
    public enum Policy: String, Sendable, CaseIterable {
        /// Before they are told.
        case always
        /// Within about a second.
        case everysec
        /// When the system sees fit.
        case no
    }

    /// The directory with the manifest.
    public let directory: String
    /// When what clients were told is durable.
    public let policy: Policy
    /// Why the log does not hold what it was given, or why that may not be durable; nil if all is
    /// well again.
    public var failure: Fault? { beginFailure ?? writeFailure ?? syncFailure }
    private var beginFailure: Fault?
    private var writeFailure: Fault?
    private var syncFailure: Fault?
    /// Whether there is a file that is appended to.
    public var hasBegun: Bool { file != nil }
    /// Whether a rewrite is under way.
    public var isRewriting: Bool { rewrite != nil }
    /// Whether something was appended since the last sync.
    public private(set) var isDirty = false
    /// The size of the files that are loaded, in bytes, as far as it is known.
    public var byteCount: Int { (file?.byteCount ?? 0) + formerByteCount }

    private let lock: OutputLock
    private var manifest = Manifest()
    private var file: AppendFile?
    private var formerByteCount = 0
    /// What could not be written yet.
    private var waiting = ByteBuilder(capacity: 1 << 12)
    private var rewrite: Rewrite?

    /// A base that is being written, and what becomes history with it.
    private struct Rewrite {
        let base: AOFFileInfo
        /// The increments that the base does not hold: those begun with the rewrite and after.
        let firstIncrement: Int64
    }

    /// The name that servers give the directory.
    public static let directoryName = "appendonlydir"
    private static let logName = "appendonly.aof"

    /// Opens the directory in `folder`, which is made if it is missing, and keeps others away.
    public init(folder: String, policy: Policy) throws(Fault) {
        self.policy = policy
        try Directory.create(folder)
        let directory = "\(folder)/\(Self.directoryName)"
        try Directory.create(directory)
        self.directory = directory
        lock = try OutputLock(directory: directory)
    }

    /// Whether a folder holds a log already.
    public static func exists(in folder: String) -> Bool {
        let names = try? Directory.names(in: "\(folder)/\(directoryName)")
        return names?.contains { $0.hasSuffix(".manifest") } ?? false
    }

    private func path(_ name: String) -> String { "\(directory)/\(name)" }

    // MARK: Beginning

    /// Takes a snapshot as the base, by a second name for its file.
    ///
    /// - Returns: false if the file system does not allow that; the base must then be written.
    public func linkBase(_ snapshot: String) throws(Fault) -> Bool {
        let base = next(.base)
        try Directory.removeFile(path(base.name))
        guard try Directory.link(snapshot, as: path(base.name)) else { return false }
        try begin(with: base)
        return true
    }

    /// Where a base is to be written.
    public var nextBasePath: String { path(next(.base).name) }

    /// Takes the base that was written to ``nextBasePath``.
    public func beginWithWrittenBase() throws(Fault) {
        try begin(with: next(.base))
    }

    private func begin(with base: AOFFileInfo) throws(Fault) {
        manifest.files = [base]
        do throws(Fault) {
            try beginIncrement()
        } catch {
            manifest.files = []
            throw error
        }
        beginFailure = nil
    }

    /// Says that the log could not be begun, which may be tried again.
    public func noteBegin(failed failure: Fault) {
        beginFailure = failure
    }

    /// Goes on with the directory as an earlier run left it.
    ///
    /// A command or transaction that was cut off at the end of the last file is cut away there.
    public func reopen() throws(LayoutError) {
        let layout = try LogLayout.open(path: directory)
        guard let manifest = layout.manifest else { throw .noManifest(path: directory) }
        self.manifest = manifest
        let tail = try Self.tail(of: layout)
        do throws(Fault) {
            if let tail, let last = layout.files.last {
                var file = try AppendFile(path: last.path)
                try file.truncate(to: tail.cutOffset)
                try file.sync.run()
            }
            formerByteCount = 0
            try beginIncrement()
        } catch {
            throw .fault(error, path: directory)
        }
    }

    private static func tail(of layout: LogLayout) throws(LayoutError) -> TailReport? {
        guard let last = layout.files.last, last.role == .increment else { return nil }
        var reader = LogReader(layout)
        while try reader.openNextFile() != nil {
            do throws(Fault) {
                if reader.hasPreamble { continue }
                while true {
                    if try reader.passRecords() > 0 { continue }
                    guard try reader.next() != nil else { break }
                }
            } catch {
                throw .fault(error, path: layout.files[max(reader.fileIndex, 0)].path)
            }
        }
        return reader.tail
    }

    /// Begins an increment behind the files of the manifest.
    private func beginIncrement() throws(Fault) {
        let increment = next(.increment)
        let file = try AppendFile(path: path(increment.name))
        try file.sync.run()
        try AtomicFile.syncDirectory(directory)
        manifest.files.append(increment)
        do throws(Fault) {
            try writeManifest(manifest)
        } catch {
            manifest.files.removeLast()
            throw error
        }
        formerByteCount += self.file?.byteCount ?? 0
        self.file = consume file
    }

    private func next(_ role: AOFFileInfo.Role) -> AOFFileInfo {
        let isBase = role == .base
        let last =
            manifest.files.filter { isBase ? $0.role != .increment : $0.role != .base }
            .map(\.sequence).max() ?? 0
        let name = "\(Self.logName).\(last + 1).\(isBase ? "base.rdb" : "incr.aof")"
        return AOFFileInfo(name: name, sequence: last + 1, role: role)
    }

    private func writeManifest(_ manifest: Manifest) throws(Fault) {
        let text = ByteString(manifest.text)
        let file = try AtomicFile(path: path("\(Self.logName).manifest"))
        try file.write(text.bytes)
        try file.commit()
    }

    // MARK: Appending

    /// Appends what requests did; with ``Policy/always`` it is durable afterwards.
    ///
    /// What can not be written is kept and tried again with the next call. What comes before the
    /// log has begun is part of its base.
    public func append(_ bytes: RawSpan) {
        guard hasBegun else { return }
        waiting.append(bytes)
        flush()
    }

    /// Tries again to write what could not be written.
    public func flush() {
        guard !waiting.isEmpty else { return }
        do throws(Fault) {
            try Self.move(&waiting, to: &file)
            isDirty = true
            if policy == .always { try syncNow() }
            writeFailure = nil
        } catch {
            writeFailure = error
        }
    }

    private static func move(
        _ waiting: inout ByteBuilder,
        to file: inout AppendFile?
    ) throws(Fault) {
        guard file != nil else { return }
        try file?.append(waiting.bytes)
        waiting.removeAll()
    }

    /// Makes everything durable.
    public func syncNow() throws(Fault) {
        try file?.sync.run()
        isDirty = false
    }

    /// What makes everything durable that was appended so far, for another thread; nil if
    /// everything is.
    ///
    /// What came of it is told by ``noteSync(failed:)``.
    public func takeSync() -> AppendFile.Sync? {
        guard isDirty else { return nil }
        isDirty = false
        return file?.sync
    }

    /// What came of a sync on another thread; nil for success.
    public func noteSync(failed failure: Fault?) {
        syncFailure = failure
        if failure != nil { isDirty = true }
    }

    // MARK: Rewriting

    /// Begins an increment that a new base is to precede.
    ///
    /// - Returns: where the base is to be written, of the dataset as it is now.
    public func beginRewrite() throws(Fault) -> String {
        flush()
        if let failure { throw failure }
        if policy != .no { try syncNow() }
        try beginIncrement()
        let begun = manifest.increments.last?.sequence ?? 1
        let base = next(.base)
        rewrite = Rewrite(base: base, firstIncrement: begun)
        return path(base.name)
    }

    /// Takes the base that was written: the files before it become history and are removed.
    public func finishRewrite() throws(Fault) {
        guard let rewrite else { return }
        self.rewrite = nil
        var files = [rewrite.base]
        for var file in manifest.files {
            if file.role == .increment, file.sequence >= rewrite.firstIncrement {
                files.append(file)
            } else {
                file.role = .history
                files.append(file)
            }
        }
        try writeManifest(Manifest(files: files))
        manifest.files = files
        formerByteCount = 0
        removeHistory()
    }

    /// Goes on without the base that could not be written.
    public func abandonRewrite() {
        rewrite = nil
    }

    private func removeHistory() {
        for file in manifest.files where file.role == .history {
            try? Directory.removeFile(path(file.name))
        }
        let kept = manifest.files.filter { $0.role != .history }
        // The names of what was removed do no harm where they stay.
        if (try? writeManifest(Manifest(files: kept))) != nil { manifest.files = kept }
    }
}
