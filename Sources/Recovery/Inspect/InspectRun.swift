import RedoubtAOF
import RedoubtAnalysis
import RedoubtBytes
import RedoubtRDB
import RedoubtRESP

/// Reads a snapshot or a log once, front to back, and summarises it.
public struct InspectRun {
    let path: String
    private let progress: (any ProgressListener)?

    /// Prepares a run.
    public init(path: String, progress: (any ProgressListener)? = nil) {
        self.path = path
        self.progress = progress
    }

    /// Reads the files.
    ///
    /// - Throws: ``RecoveryError``, at the first place that cannot be read.
    public func run() throws(RecoveryError) -> Inspection {
        let layout = try LogLayout(opening: path)
        var inspection = Inspection(path: path, isMultiPart: layout.manifest != nil)
        var reader = LogReader(layout)
        while let file = try FileWalk.openNext(&reader) {
            inspection.files.append(try inspect(file, &reader, layout, &inspection.warnings))
        }
        inspection.tail = reader.tail
        inspection.warnings += Warning.tail(reader.tail, in: layout)
        return inspection
    }

    private func inspect(
        _ file: LogFile,
        _ reader: inout LogReader,
        _ layout: LogLayout,
        _ warnings: inout [Warning]
    ) throws(RecoveryError) -> Inspection.File {
        var result = Inspection.File(
            path: file.path,
            role: file.role,
            byteCount: try SourceFile(file.path).size()
        )
        if reader.hasPreamble {
            var window = reader.takeWindow()
            let snapshot = try summary(&window, path: file.path, &warnings)
            result.snapshot = snapshot
            let isLog = try FileWalk.recordsFollow(
                &window,
                isPreamble: Preamble.isDeclared(in: snapshot.auxiliaries),
                path: file.path,
                &warnings
            )
            guard isLog else {
                return result
            }
            reader.resume(window)
        }
        var log = LogSummary()
        while let item = try FileWalk.next(&reader, in: file) {
            switch item {
            case .record: log.add(name: reader.argument(0))
            case .annotation(timestampSeconds: let time?): log.annotate(time)
            case .annotation(timestampSeconds: nil): break
            }
        }
        result.log = log
        return result
    }

    private func summary(
        _ window: inout ByteWindow,
        path: String,
        _ warnings: inout [Warning]
    ) throws(RecoveryError) -> SnapshotSummary {
        do throws(Fault) {
            let total = window.mappedFile?.count
            var frames = try FrameReader(window.take(), keepsPayloads: true)
            var summary = SnapshotSummary(format: frames.format)
            var reported = 0
            while let frame = try frames.next() {
                summary.add(frame)
                if case .key(let key) = frame, key.type == .module {
                    let module = try ModuleFinder.describe(key, frames)
                    summary.add(module, payloadByteCount: key.payloadRange.count)
                }
                if frames.offset - reported > 1 << 20 {
                    reported = frames.offset
                    progress?.progress(.loading, done: reported, total: total)
                }
            }
            summary.checksum = frames.checksum
            summary.byteCount = frames.offset
            if frames.checksum.isMismatch {
                warnings.append(Warning("\(path): the checksum does not match the content"))
            }
            window = frames.intoWindow()
            return summary
        } catch {
            throw RecoveryError(error, file: path)
        }
    }
}
