import RedoubtRDB
import RedoubtRecovery
import RedoubtValues

/// The result of a rebuild as text: a line per fact.
enum RebuildText {
    static func lines(for result: RebuildResult, output: String) -> [String] {
        var lines = [
            "output      \(output)",
            "format      \(result.format) (\(result.format.writers))",
            "server      \(result.server.text)",
            "keys        \(result.keyCount) in \(result.databaseCount) databases",
            "functions   \(result.functionCount)",
            "size        \(result.byteCount) bytes",
        ]
        if let splice = result.splice {
            lines.append(
                "snapshot    \(splice.copiedKeyCount) keys copied, \(splice.loadedKeyCount) loaded"
                    + (splice.widening.map { ": \($0)" } ?? "")
            )
        }
        if let rewind = result.rewind { lines += RewindText.lines(for: rewind) }
        if let replay = result.replay {
            lines.append(
                "replayed    \(replay.appliedCount) commands, \(replay.transactions) transactions"
            )
            if replay.supersededCount > 0 {
                lines.append(
                    "passed over \(replay.supersededCount) commands that later ones undo"
                )
            }
            lines += commandLines(of: replay)
            if let reason = replay.inOrderReason {
                lines.append("in order    on one core, since \(reason)")
            }
            lines.append("log size    \(replay.byteCount) bytes")
            if let keys = replay.keysTouched {
                let count = keys.values.reduce(0, +)
                lines.append("changed     \(count) keys in \(keys.count) databases")
            }
            if replay.failedCount > 0 {
                lines.append("failed      \(replay.failedCount) commands, as on the live server")
                lines += replay.failures.map { "            \($0)" }
            }
            if let first = replay.firstTimestamp, let last = replay.lastTimestamp {
                lines.append("time span   \(TimeText.utc(first)) to \(TimeText.utc(last))")
            }
        }
        lines.append(
            "read        \(result.resources.bytesRead) bytes, wrote "
                + "\(result.resources.bytesWritten), peak memory "
                + "\(result.resources.peakMemory >> 20) MB"
        )
        if let carried = result.carried {
            lines.append("carried     \(carried.count) commands, \(carried.byteCount) bytes")
        }
        return lines
    }

    /// Commands by name, the most frequent first, some on each line.
    private static func commandLines(of replay: ReplayReport) -> [String] {
        let counts = replay.commands.map { (name: $0, count: $1.count, $1.failed) }
            .sorted { ($1.count, $0.name) < ($0.count, $1.name) }
            .map { "\($1) \($0)" + ($2 > 0 ? " (\($2) failed)" : "") }
        return stride(from: 0, to: counts.count, by: 8).map { start in
            (start == 0 ? "commands    " : "            ")
                + counts[start..<min(start + 8, counts.count)].joined(separator: ", ")
        }
    }
}

/// The result of a rebuild as JSON.
struct RebuildDocument: Encodable {
    let schema = "redoubt.rebuild.v1"
    let format: String
    let server: String
    let serverOrigin: String
    let keys: Int
    let databases: Int
    let functions: Int
    let bytes: Int
    let rewind: RewindDocument?
    let replay: Replay?
    let splice: Splice?
    let resources: Resources
    let carried: Carried?
    let warnings: [String]

    struct Resources: Encodable {
        let bytesRead: Int
        let bytesWritten: Int
        let peakMemory: Int
    }

    struct Splice: Encodable {
        let copied: Int
        let loaded: Int
        let widening: String?
    }

    struct Carried: Encodable {
        let file: String
        let offset: Int
        let command: String
        let commands: [String: Int]
        let bytes: Int
    }

    struct Replay: Encodable {
        let applied: Int
        let failed: Int
        let superseded: Int
        let inOrderReason: String?
        let transactions: Int
        let bytes: Int
        let keysTouched: [String: Int]?
        let commands: [String: Outcome]
        let firstTimestamp: Int64?
        let lastTimestamp: Int64?
        let failures: [String]
    }

    struct Outcome: Encodable {
        let applied: Int
        let failed: Int
        let superseded: Int
    }

    init(_ result: RebuildResult) {
        format = result.format.description
        server = result.server.profile.description
        serverOrigin = result.server.origin.word
        keys = result.keyCount
        databases = result.databaseCount
        functions = result.functionCount
        bytes = result.byteCount
        rewind = result.rewind.map { RewindDocument($0) }
        replay = result.replay.map(Replay.init)
        splice = result.splice.map {
            Splice(copied: $0.copiedKeyCount, loaded: $0.loadedKeyCount, widening: $0.widening)
        }
        resources = Resources(
            bytesRead: result.resources.bytesRead,
            bytesWritten: result.resources.bytesWritten,
            peakMemory: result.resources.peakMemory
        )
        carried = result.carried.map {
            Carried(
                file: $0.file,
                offset: $0.offset,
                command: $0.command,
                commands: $0.commands,
                bytes: $0.byteCount
            )
        }
        warnings = result.warnings.map(\.description)
    }
}

extension RebuildDocument.Replay {
    init(_ report: ReplayReport) {
        applied = report.appliedCount
        failed = report.failedCount
        superseded = report.supersededCount
        inOrderReason = report.inOrderReason
        transactions = report.transactions
        bytes = report.byteCount
        keysTouched = report.keysTouched.map { counts in
            Dictionary(uniqueKeysWithValues: counts.map { ("\($0.key)", $0.value) })
        }
        commands = report.commands.mapValues {
            RebuildDocument.Outcome(
                applied: $0.applied,
                failed: $0.failed,
                superseded: $0.superseded
            )
        }
        firstTimestamp = report.firstTimestamp
        lastTimestamp = report.lastTimestamp
        failures = report.failures
    }
}
