import RedoubtAOF
import RedoubtBytes
import RedoubtRDB

/// Verifies one file: its snapshot, if one stands in front, and its commands.
struct FileCheck {
    let source: LogFile
    let request: CheckRequest
    let progress: (any ProgressListener)?
    private(set) var file: CheckRun.File
    private(set) var warnings: [Warning] = []

    init(_ source: LogFile, _ request: CheckRequest, _ progress: (any ProgressListener)?) {
        self.source = source
        self.request = request
        self.progress = progress
        file = CheckRun.File(path: source.path)
    }

    /// Reads the file that `reader` has just opened.
    mutating func run(
        _ reader: inout LogReader,
        _ findings: inout FindingList
    ) throws(RecoveryError) {
        let mapped = reader.mappedFile
        if reader.hasPreamble {
            let window = reader.takeWindow()
            guard try checkSnapshot(window, &reader, &findings) else { return }
        } else if let mapped, beginsDamaged(mapped) {
            guard try checkSnapshot(ByteWindow(mapped), &reader, &findings) else { return }
        }
        var check = LogCheck(source, file, request, findings, progress)
        defer {
            file = check.file
            findings = check.findings
        }
        try check.run(&reader)
    }

    /// Whether this is a snapshot of whose magic not all is right.
    private func beginsDamaged(_ mapped: MappedFile) -> Bool {
        guard mapped.count > 0 else { return false }
        let first = mapped.bytes[byte: 0]
        guard first != UInt8(ascii: "*"), first != UInt8(ascii: "#") else { return false }
        return PreambleSurvey.beginsSnapshot(mapped.bytes, name: source.name)
    }

    /// - Returns: whether the records of a log follow, where `reader` stands then.
    private mutating func checkSnapshot(
        _ window: consuming ByteWindow,
        _ reader: inout LogReader,
        _ findings: inout FindingList
    ) throws(RecoveryError) -> Bool {
        var window = window
        var check = SnapshotCheck(file, request, findings, progress)
        defer {
            file = check.file
            findings = check.findings
        }
        guard case .atEnd(let isPreamble) = try check.run(&window) else { return false }
        let end = window.offset
        let known = warnings.count
        let isLog: Bool
        do throws(RecoveryError) {
            isLog = try FileWalk.recordsFollow(
                &window,
                isPreamble: isPreamble,
                path: source.path,
                &warnings
            )
        } catch {
            // Behind a snapshot only the package around it can still be damaged.
            guard error.kind == .damage else { throw error }
            let finding = Finding(
                .compression,
                error.cause,
                file: source.path,
                offset: error.offset
            )
            check.findings.add(finding)
            return false
        }
        if warnings.count > known {
            let kind = Finding.Kind.trailingBytes
            check.findings.add(Finding(kind, kind.meaning, file: source.path, offset: end))
        }
        guard isLog else { return false }
        if let target = check.target, !target.target.readsPreambles {
            check.target?.refuse("a snapshot in front of a log", at: 0, &check.findings)
        }
        reader.resume(window)
        return true
    }
}
