import RedoubtAOF
import RedoubtBytes
import RedoubtRDB

/// Looks for proof in the files themselves that a log begins where a snapshot ends.
///
/// A snapshot that was made for replication names the history that it belongs to (`repl-id`) and
/// its place in it (`repl-offset`). The proof is complete where the log's own base names the same
/// history, and either has the same place in it, so that the records behind it follow, or an
/// increment that starts there by the manifest.
struct ReplicationEvidence {
    private let snapshot: [(name: ByteString, value: ByteString)]
    private let log: LogLayout

    init(snapshot: [(name: ByteString, value: ByteString)], log: LogLayout) {
        self.snapshot = snapshot
        self.log = log
    }

    /// Where the replay may start, or nil without proof.
    func start() throws(RecoveryError) -> LogStart? {
        guard let place = ReplicationPlace(snapshot), let first = log.files.first else {
            return nil
        }
        guard let base = try basePlace(of: first), base.history == place.history else { return nil }
        if base.offset == place.offset { return .behindBase }
        guard
            let manifest = log.manifest,
            let increment = manifest.increments.first(where: { $0.startOffset == place.offset }),
            let index = log.files.firstIndex(where: { $0.name == increment.name })
        else { return nil }
        return .position(fileIndex: index, offset: 0)
    }

    /// The place that the AUX fields at the start of a file name.
    private func basePlace(of file: LogFile) throws(RecoveryError) -> ReplicationPlace? {
        do throws(Fault) {
            var window = try file.open()
            guard Preamble.matches(try window.peek(Preamble.sniffCount)) else { return nil }
            var frames = try FrameReader(window, keepsPayloads: false)
            var fields: [(name: ByteString, value: ByteString)] = []
            while case .auxiliary(let name, let value)? = try frames.next() {
                fields.append((name, value))
            }
            return ReplicationPlace(fields)
        } catch {
            throw RecoveryError(error, file: file.path)
        }
    }
}

/// A place in a replication history.
private struct ReplicationPlace {
    let history: ByteString
    let offset: Int64

    init?(_ auxiliaries: [(name: ByteString, value: ByteString)]) {
        let history = auxiliaries.first { $0.name == "repl-id" }?.value
        let offset = auxiliaries.first { $0.name == "repl-offset" }?.value
        guard let history, history.count == 40, let offset,
            let number = Int64(canonicalDecimal: offset.bytes)
        else { return nil }
        self.history = history
        self.offset = number
    }
}
