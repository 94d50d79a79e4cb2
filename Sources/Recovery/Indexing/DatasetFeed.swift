import RedoubtAOF
import RedoubtBytes
import RedoubtKeyspace
import RedoubtRDB
import RedoubtValues

/// The files of a dataset that is to be served.
public struct DatasetRequest: Sendable {
    /// The snapshot to start from; nil to start from the log alone.
    public var snapshot: String?
    /// The log to replay, a file or a directory; nil for the snapshot alone.
    public var log: String?
    /// How snapshot and log belong together.
    public var alignment = Alignment.unstated
    /// How to read them.
    public var options = LoadOptions()
    /// Whether everything is loaded and decoded, and nothing left in the snapshot.
    public var isEager = false
    /// Whether an index beside the snapshot is used if it is there.
    public var usesIndex = true
    /// Whether an index of the snapshot is written once it was read; not with a log.
    public var writesIndex = false

    /// Asks for a dataset.
    public init(snapshot: String?, log: String?) {
        self.snapshot = snapshot
        self.log = log
    }
}

/// Reads a dataset on a thread of its own, and tells step by step what becomes known of it.
///
/// Keys that the log does not touch stay in a snapshot that can be mapped, and only their places
/// are told, while the file is read and long before the log is replayed. What can not be mapped, or
/// is compressed, is loaded.
public final class DatasetFeed: Sendable {
    private let request: DatasetRequest
    private let layout: LogLayout?
    private let board = LoadProgressBoard()
    /// The server that the head of the files names; nil where that is only known at the end,
    /// because the input can be read only once.
    public let server: ServerChoice?

    /// The most keys of a step.
    private static let stepKeyMax = 1024

    /// Opens the files and reads their heads.
    public init(_ request: DatasetRequest) throws(RecoveryError) {
        guard request.snapshot != nil || request.log != nil else {
            throw RecoveryError(.usage, "name a --snapshot, a --log, or both")
        }
        if request.options.isRewound, request.log == nil { throw .rewindWithoutLog }
        self.request = request
        layout = try request.log.map { path throws(RecoveryError) in
            try LogLayout(opening: path)
        }
        try LogStart.expect(request.alignment, of: request.snapshot, layout)
        server = try Self.server(request, layout)
    }

    /// How far it has come.
    public var progress: LoadProgress { board.current }

    /// Reads everything, and calls `deliver` with each step; it may wait there.
    public func run(
        seed: UInt64 = .random(in: .min ... .max),
        _ deliver: @escaping @Sendable (LoadStep) -> Void
    ) {
        do throws(RecoveryError) {
            // What the file is like must be known before it is read.
            let target = collects ? SnapshotIndex.Target(of: basePath) : nil
            let opened = usesIndex ? SnapshotIndex(of: basePath, request.options) : nil
            if layout == nil, let opened {
                deliver(.planned(LogTouches(plan: .nothing)))
                deliver(.index(opened.databases))
                deliver(.indexed)
                return deliver(.finished(opened.rest))
            }
            let index =
                request.isEager
                ? nil : KeyIndexing(seed: seed, opened, collectsFor: target, deliver)
            let splice = SpliceOption(target: nil, loadsAll: request.isEager, index: index)
            let loader = DatasetLoader(request.options, splice: splice, progress: board)
            let dataset = try loader.load(
                snapshot: request.snapshot,
                log: layout,
                alignment: request.alignment
            )
            let rest = try deliverKeys(of: dataset, deliver)
            deliver(.finished(rest))
            if target != nil, let index { deliver(.wroteIndex(index.write(rest))) }
        } catch {
            deliver(.failed(error))
        }
    }

    private var usesIndex: Bool { request.usesIndex && !request.isEager && !collects }

    /// Whether places are collected for an index.
    private var collects: Bool { request.writesIndex && layout == nil }

    /// The file that the dataset starts from.
    private var basePath: String { request.snapshot ?? layout?.files.first?.path ?? "-" }

    // MARK: Heads

    private static func server(
        _ request: DatasetRequest,
        _ layout: LogLayout?
    ) throws(RecoveryError) -> ServerChoice? {
        if let server = request.options.server { return .requested(server) }
        guard let path = request.snapshot ?? layout?.files.first?.path else {
            return .assumed(isDirectory: layout?.manifest != nil)
        }
        guard path != "-" else { return nil }
        var window = try SourceFile(path).window()
        do throws(Fault) {
            guard Preamble.matches(try window.peek(Preamble.sniffCount)) else {
                return request.snapshot != nil
                    ? nil : .assumed(isDirectory: layout?.manifest != nil)
            }
            var frames = try FrameReader(window)
            let head = try SnapshotLoader.leadingAuxiliaries(&frames)
            return SnapshotLoader.origin(head.fields, frames.format, request.options).server
        } catch {
            throw RecoveryError(error, file: path)
        }
    }

    // MARK: Loaded keys

    private func deliverKeys(
        of dataset: consuming Dataset,
        _ deliver: @Sendable (LoadStep) -> Void
    ) throws(RecoveryError) -> LoadedRest {
        var replay = dataset.replay
        if let keyed = dataset.keyed {
            replay = try self.replay(keyed, dataset.origin, deliver)
        } else {
            for number in dataset.keyspace.databaseNumbers {
                let pieces = KeyPieces(dataset.keyspace[database: number])
                for piece in 0..<pieces.count {
                    try self.deliver(pieces[piece], of: number, dataset.origin, deliver)
                }
            }
        }
        return LoadedRest(
            origin: dataset.origin,
            functions: dataset.keyspace.functions,
            auxiliaries: dataset.keyspace.auxiliaries,
            moduleAuxiliaries: dataset.keyspace.moduleAuxiliaries,
            replay: replay,
            splice: dataset.splice,
            rewind: dataset.rewind
        )
    }

    private func replay(
        _ keyed: KeyedReplay,
        _ origin: DatasetOrigin,
        _ deliver: @Sendable (LoadStep) -> Void
    ) throws(RecoveryError) -> ReplayReport {
        var run = try KeyedReplayRun(keyed) { KeyCollector() }
        let numbers = Set(keyed.changedNumbers).union(keyed.loaded.endNumbers).sorted()
        for number in numbers {
            try run.forEachOutput(of: number) { (entries) throws(RecoveryError) in
                try self.deliver(entries, of: number, origin, deliver)
            }
            try self.deliver(run.untouched(endingAs: number), of: number, origin, deliver)
        }
        if let found = run.keyFault {
            throw RecoveryError(found.fault, file: layout?.path ?? "", key: found.key)
        }
        return try run.finish()
    }

    private func deliver(
        _ entries: [ByteTable<KeyEntry>.Entry],
        of number: Int,
        _ origin: DatasetOrigin,
        _ deliver: @Sendable (LoadStep) -> Void
    ) throws(RecoveryError) {
        var start = 0
        while start < entries.count {
            let end = min(start + Self.stepKeyMax, entries.count)
            var part = Array(entries[start..<end])
            if request.isEager { try thaw(&part, of: number, origin) }
            deliver(.entries(database: number, part))
            start = end
        }
    }

    private func thaw(
        _ entries: inout [ByteTable<KeyEntry>.Entry],
        of number: Int,
        _ origin: DatasetOrigin
    ) throws(RecoveryError) {
        for index in entries.indices where entries[index].value.value.canThaw {
            do throws(Fault) {
                try entries[index].value.value.thaw(for: origin.server.profile)
            } catch {
                let key = RecoveryError.KeyName(database: number, key: entries[index].key)
                let path = request.snapshot ?? layout?.path ?? ""
                throw RecoveryError(error, file: path, key: key)
            }
        }
    }
}

extension StoredValue {
    /// Modules, arrays and rate limits stay as they are in the file.
    fileprivate var canThaw: Bool {
        switch kind {
        case .module, .array, .rateLimit: false
        case .string, .list, .set, .sortedSet, .hash, .stream: true
        }
    }
}
