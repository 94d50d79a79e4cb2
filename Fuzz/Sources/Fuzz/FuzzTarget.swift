import Foundation
import RedoubtAOF
import RedoubtBytes
import RedoubtRDB
import RedoubtRESP
import RedoubtRecovery

/// What reads bytes from outside, each a target of its own.
///
/// A target may refuse whatever it is given; it may not trap, hang, or answer differently on its
/// fast and on its thorough way.
enum FuzzTarget: String, CaseIterable, Sendable {
    /// Frames of a snapshot, every value element by element, the digest.
    case rdb
    /// Records of a log, and their replay.
    case aof
    /// The manifest of a log directory.
    case manifest
    /// What can be read of a damaged snapshot.
    case salvage
    /// What can be kept of a damaged log.
    case repair
    /// What clients send.
    case serve

    func run(_ bytes: [UInt8]) {
        switch self {
        case .rdb: Self.readSnapshot(bytes)
        case .aof: Self.readLog(bytes)
        case .manifest: Self.readManifest(bytes)
        case .salvage: Self.withFile(bytes) { Self.salvage($0) }
        case .repair: Self.withFile(bytes) { Self.repair($0) }
        case .serve: ServedBytes.run(bytes)
        }
    }

    // MARK: Targets

    private static func readSnapshot(_ bytes: [UInt8]) {
        let one = try? keyCount(bytes, passes: false)
        let other = try? keyCount(bytes, passes: true)
        precondition(one == other, "keys are passed over that can not be read")
        withFile(bytes) { path in
            _ = try? CheckRun(path: path, depth: .values).run()
            _ = try? DigestRun(path: path).run()
        }
    }

    private static func keyCount(_ bytes: [UInt8], passes: Bool) throws(Fault) -> Int {
        var frames = try FrameReader(ByteWindow(bytes))
        var count = 0
        while true {
            if passes {
                let run = try frames.passKeys()
                count += run.count
                if run.count > 0 { continue }
            }
            guard let frame = try frames.next() else { return count }
            if case .key = frame { count += 1 }
        }
    }

    private static func readLog(_ bytes: [UInt8]) {
        let one = try? recordCount(bytes, passes: false)
        let other = try? recordCount(bytes, passes: true)
        precondition(one == other, "records are passed over that can not be read")
        withFile(bytes) { path in
            _ = try? DigestRun(path: path).run()
            _ = try? TimelineRun(TimelineRequest(path: path)).run()
        }
    }

    private static func recordCount(_ bytes: [UInt8], passes: Bool) throws(Fault) -> Int {
        var reader = RecordReader(ByteWindow(bytes))
        var count = 0
        while true {
            if passes {
                let passed = try reader.passRecords()
                count += passed
                if passed > 0 { continue }
            }
            guard let item = try reader.next() else { return count }
            if case .record = item { count += 1 }
        }
    }

    private static func readManifest(_ bytes: [UInt8]) {
        guard let manifest = try? Manifest(parsing: bytes.rawSpan) else { return }
        let text = Array(manifest.text.utf8)
        // Nothing but comments is a manifest, no text is none; quotes may make a line too long.
        let lines = text.split(separator: UInt8(ascii: "\n"))
        guard !lines.isEmpty, lines.allSatisfy({ $0.count < Manifest.lineCountMax }) else { return }
        let again = try? Manifest(parsing: text.rawSpan)
        precondition(again?.text == manifest.text, "a manifest is not what it says")
    }

    private static func salvage(_ path: String) {
        _ = try? SalvageRun(SalvageRequest(path: path, output: nil)).run()
    }

    private static func repair(_ path: String) {
        _ = try? RepairRun(RepairRequest(path: path, output: nil)).run()
    }

    // MARK: Files

    /// Runs what reads a file.
    private static func withFile(_ bytes: [UInt8], _ body: (String) -> Void) {
        let shared = "/dev/shm"
        let folder = FileManager.default.fileExists(atPath: shared) ? shared : "/tmp"
        let path = "\(folder)/redoubt-fuzz-\(UUID().uuidString)"
        guard (try? Data(bytes).write(to: URL(filePath: path))) != nil else { return }
        defer { try? FileManager.default.removeItem(atPath: path) }
        body(path)
    }
}
