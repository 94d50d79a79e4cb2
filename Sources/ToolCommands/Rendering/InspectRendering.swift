import RedoubtAOF
import RedoubtAnalysis
import RedoubtBytes
import RedoubtRDB
import RedoubtRecovery
import RedoubtValues

/// A summary as text: short blocks of aligned lines.
enum InspectText {
    static func lines(for inspection: Inspection) -> [String] {
        var lines = ["\(inspection.path): \(kind(of: inspection))"]
        for file in inspection.files where inspection.isLog {
            let role = file.role.map { "\(word(for: $0)), " } ?? ""
            let size = file.byteCount.map { "\($0) bytes" } ?? "a stream"
            lines.append("  file        \(file.path) (\(role)\(size))")
        }
        if let snapshot = inspection.snapshot { lines += self.lines(for: snapshot) }
        if inspection.isLog { lines += self.lines(for: inspection.log) }
        return lines
    }

    private static func kind(of inspection: Inspection) -> String {
        if inspection.isMultiPart { return "a log of \(inspection.files.count) files" }
        guard inspection.isLog else { return "a snapshot" }
        return inspection.snapshot == nil ? "a log" : "a log behind a snapshot"
    }

    private static func word(for role: AOFFileInfo.Role) -> String {
        switch role {
        case .base: "base"
        case .increment: "increment"
        case .history: "history"
        }
    }

    private static func lines(for snapshot: SnapshotSummary) -> [String] {
        var lines = ["  format      \(snapshot.format) (\(snapshot.format.writers))"]
        if let server = snapshot.server { lines.append("  server      \(server)") }
        lines.append("  checksum    \(snapshot.checksum?.word ?? "unread")")
        for (name, value) in snapshot.auxiliaries {
            lines.append("  aux         \(name.printable) = \(value.printable.prefix(80))")
        }
        for (number, counts) in snapshot.databases.sorted(by: { $0.key < $1.key }) {
            lines.append(
                "  database \(number): \(counts.keys) keys, \(counts.expiring) of them expire"
            )
        }
        for (type, counts) in snapshot.types.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            lines.append(
                "  \(type.kind.name.padded(11)) \(type.encodingName): \(counts.values) values, "
                    + "\(counts.payloadBytes) bytes"
            )
        }
        for (name, count) in snapshot.modules.sorted(by: { $0.key < $1.key }) {
            lines.append("  module      \(name): \(count) values")
            for (id, counts) in snapshot.moduleTypes where id.name == name {
                lines.append(
                    "              version \(id.encodingVersion): \(counts.payloadBytes) bytes, "
                        + "\(counts.values - counts.undecoded) decoded"
                        + (counts.reason.map { " (\($0))" } ?? "")
                )
            }
        }
        for name in snapshot.moduleAuxiliaries { lines.append("  module      \(name): aux data") }
        for source in snapshot.functions {
            lines.append("  function    \(source.printable.prefix(60))")
        }
        if snapshot.idleHints > 0 { lines.append("  LRU hints   \(snapshot.idleHints)") }
        if snapshot.frequencyHints > 0 { lines.append("  LFU hints   \(snapshot.frequencyHints)") }
        return lines
    }

    private static func lines(for log: LogSummary) -> [String] {
        var lines = ["  commands    \(log.recordCount)"]
        let byCount = log.commands.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
        for (name, count) in byCount { lines.append("    \(name.padded(18)) \(count)") }
        if let first = log.firstTimestamp, let last = log.lastTimestamp {
            lines.append("  time span   \(TimeText.utc(first)) to \(TimeText.utc(last))")
        }
        return lines
    }
}

extension String {
    fileprivate func padded(_ width: Int) -> String {
        self + String(repeating: " ", count: max(0, width - count))
    }
}
