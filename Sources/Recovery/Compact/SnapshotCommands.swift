import RedoubtAOF
import RedoubtBytes
import RedoubtRDB
import RedoubtValues

/// Writes a snapshot as the commands that build its dataset.
struct SnapshotCommands {
    private let content: InputFile
    private let target: ServerProfile
    private let path: String
    private let progress: (any ProgressListener)?

    private static let releaseCount = 4 << 20

    /// - Parameters:
    ///   - target: the server that is to understand the commands.
    ///   - path: what is named where something can't be written.
    init(
        _ content: InputFile,
        target: ServerProfile,
        path: String,
        progress: (any ProgressListener)?
    ) {
        self.content = content
        self.target = target
        self.path = path
        self.progress = progress
    }

    /// Writes the commands to `file`, and commits it unless `last` is nil or refuses.
    func write(
        to file: consuming AtomicFile,
        _ written: inout BaseOutput.Written,
        last: (() throws(RecoveryError) -> Void)?
    ) throws(RecoveryError) {
        var failing: RecoveryError.KeyName?
        let complete: AtomicFile
        do throws(Fault) {
            complete = try writeAll(to: file, &written, &failing)
        } catch {
            throw RecoveryError(commands: error, of: target, to: path, key: failing)
        }
        guard let last else { return }
        try last()
        do throws(Fault) {
            try complete.commit()
        } catch {
            throw RecoveryError(error, file: path)
        }
    }

    private func writeAll(
        to file: consuming AtomicFile,
        _ written: inout BaseOutput.Written,
        _ failing: inout RecoveryError.KeyName?
    ) throws(Fault) -> AtomicFile {
        let source = try MappedFile(content)
        var rewrite = RewriteVisitor(file, target: target)
        var frames = try FrameReader(ByteWindow(source))
        var database: Int?
        var leavesData = false
        var released = 0
        while let frame = try frames.next() {
            switch frame {
            case .function(let code): try rewrite.function(code.bytes)
            case .moduleAuxiliary: leavesData = true
            case .key(let key):
                failing = .init(database: key.database, key: ByteString(frames.key))
                if key.database != database {
                    try rewrite.selectDatabase(key.database)
                    database = key.database
                }
                try Self.write(key, frames, to: &rewrite)
                failing = nil
            default: break
            }
            guard frames.offset - released > Self.releaseCount else { continue }
            source.release(released..<frames.offset)
            released = frames.offset
            progress?.progress(.writing, done: released, total: source.count)
        }
        if leavesData { written.warnings.append(.moduleDataLeft) }
        written.commandCount = rewrite.commandCount
        let complete = try rewrite.finish()
        written.byteCount = complete.byteCount
        return complete
    }

    private static func write(
        _ key: KeyFrame,
        _ frames: borrowing FrameReader,
        to rewrite: inout RewriteVisitor<AtomicFile>
    ) throws(Fault) {
        try rewrite.beginKey(frames.key, key.attributes)
        try key.type.visit(
            frames.payload,
            at: key.payloadRange.lowerBound,
            in: frames.context,
            &rewrite
        )
        try rewrite.endKey()
    }
}

extension Warning {
    /// As in a rewrite by the servers themselves.
    fileprivate static let moduleDataLeft = Warning(
        "data that modules keep besides keys has no form as commands and is left out"
    )
}

extension RecoveryError {
    fileprivate init(
        commands fault: Fault,
        of target: ServerProfile,
        to path: String,
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
            "\(target) has no commands for \(feature.text)",
            file: path,
            key: key,
            remedies: ["choose a newer server with --target, or --format rdb"]
        )
    }
}
