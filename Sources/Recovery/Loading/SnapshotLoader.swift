import RedoubtBytes
import RedoubtKeyspace
import RedoubtRDB
import RedoubtValues

/// Reads a snapshot into a keyspace whose values stay frozen: ranges of the file until touched.
///
/// Keys are never dropped for having expired. Aggregates without elements are, and a library or a
/// key that stands twice is an error, as for the servers.
struct SnapshotLoader {
    private let path: String
    private let options: LoadOptions
    private let plan: SplicePlan?
    /// Takes the keys that are not left where they are; nil if they are loaded.
    private let spool: PastSpool?
    private let progress: (any ProgressListener)?

    init(
        path: String,
        options: LoadOptions,
        plan: SplicePlan? = nil,
        spool: PastSpool? = nil,
        progress: (any ProgressListener)?
    ) {
        self.spool = spool
        self.plan = plan
        self.path = path
        self.options = options
        self.progress = progress
    }

    /// A dataset, and the window behind the snapshot's checksum.
    struct Loaded: ~Copyable {
        var dataset: Dataset
        var window: ByteWindow
    }

    /// Loads the snapshot at which `window` stands.
    func load(_ window: consuming ByteWindow) throws(RecoveryError) -> Loaded {
        let mappedFile = window.mappedFile
        var failing: RecoveryError.KeyName?
        do throws(Fault) {
            var frames = try FrameReader(window)
            let (auxiliaries, first) = try Self.leadingAuxiliaries(&frames)
            var origin = Self.origin(auxiliaries, frames.format, options)
            var selection: KeySelection?
            if let plan, let mappedFile {
                selection = plan.selection(of: mappedFile, options)
            }
            let isSelected = selection != nil
            var content = SnapshotContent(
                auxiliaries,
                profile: origin.server.profile,
                source: Self.source(isSelected ? nil : mappedFile, frames.context),
                spool: spool,
                path: path
            )
            var pass = SnapshotPass(mappedFile, progress)
            do throws(Fault) {
                try pass.run(&frames, from: first, &selection, &content, origin)
            } catch {
                failing = content.failing
                throw error
            }
            content.finish(frames.context)
            try Self.verify(frames.checksum, endingAt: frames.offset)
            let format = frames.format
            let untouched = try selection?.finish(Workers(options.jobs))
            if let untouched { try refuseDuplicates(untouched, of: format, &failing) }
            if untouched != nil { plan?.index?.end() }
            // The replay needs memory, and reads nothing there.
            if let file = untouched?.file { file.release(0..<file.count) }
            origin.warnings += content.warnings
            var dataset = Dataset(content.intoKeyspace(), origin)
            dataset.untouched = untouched
            dataset.splice = untouched.map {
                SpliceReport(
                    copiedKeyCount: $0.keyCount,
                    loadedKeyCount: dataset.keyspace.count + (spool?.keyCount ?? 0),
                    widening: plan?.touches.widening
                )
            }
            return Loaded(dataset: dataset, window: frames.intoWindow())
        } catch {
            throw RecoveryError(error, file: path, key: failing)
        }
    }

    /// Makes sure that no key stands twice.
    private func refuseDuplicates(
        _ untouched: UntouchedKeys,
        of format: FormatVersion,
        _ failing: inout RecoveryError.KeyName?
    ) throws(Fault) {
        guard let file = untouched.file, !untouched.suspects.isEmpty else { return }
        let search = DuplicateSearch(file, among: untouched.suspects, Workers(options.jobs))
        try search.run(untouched.segments, of: format, &failing)
    }

    /// Where the values stay: in the file, or in memory of their own.
    private static func source(_ file: MappedFile?, _ context: PayloadContext) -> SnapshotSource {
        file.map { SnapshotSource($0, context: context) } ?? SnapshotSource(context: context)
    }

    /// AUX fields come first: they name the server whose behaviour decides how values are held.
    static func leadingAuxiliaries(
        _ frames: inout FrameReader
    ) throws(Fault) -> (
        fields: [(name: ByteString, value: ByteString)], next: (frame: Frame?, offset: Int)
    ) {
        var fields: [(name: ByteString, value: ByteString)] = []
        var start = frames.offset
        while let frame = try frames.next() {
            guard case .auxiliary(let name, let value) = frame else {
                return (fields, (frame, start))
            }
            fields.append((name, value))
            start = frames.offset
        }
        return (fields, (nil, start))
    }

    static func origin(
        _ auxiliaries: [(name: ByteString, value: ByteString)],
        _ format: FormatVersion,
        _ options: LoadOptions
    ) -> DatasetOrigin {
        let named = ServerProfile(auxiliaries: auxiliaries)
        let server =
            options.server.map { ServerChoice.requested($0) } ?? named.map { .named($0) }
            ?? .assumed(for: format)
        var origin = DatasetOrigin(server: server, format: format)
        if let time = auxiliaries.first(where: { $0.name == "ctime" })?.value,
            let seconds = Int64(canonicalDecimal: time.bytes)
        {
            origin.createdAtMs = seconds.multipliedReportingOverflow(by: 1000).partialValue
        }
        return origin
    }

    /// A checksum that does not match means that anything in the file may be wrong.
    private static func verify(
        _ checksum: ChecksumState,
        endingAt offset: Int
    ) throws(Fault) {
        if checksum.isMismatch { throw Fault(.checksumMismatch, at: offset - 8) }
    }
}
