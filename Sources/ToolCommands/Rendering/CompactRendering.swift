import RedoubtRDB
import RedoubtRecovery
import RedoubtValues

/// The result of `compact` as text: a line per fact.
enum CompactText {
    static func lines(for result: CompactResult) -> [String] {
        let base =
            result.format.map { "a snapshot of format \($0) (\($0.writers))" } ?? "commands"
        var lines = [
            "output      \(result.output ?? "none: nothing was written")",
            "base        \(base)",
            "server      \(result.server.text)",
            "keys        \(result.keyCount) in \(result.databaseCount) databases",
            "functions   \(result.functionCount)",
            "before      \(extent(result.before))",
            "after       \(extent(result.after))",
        ]
        if let replay = result.replay, replay.failedCount > 0 {
            lines.append("failed      \(replay.failedCount) commands, as on the live server")
            lines += replay.failures.map { "            \($0)" }
        }
        if !result.removed.isEmpty {
            lines.append("removed     \(result.removed.joined(separator: ", "))")
        }
        return lines
    }

    private static func extent(_ extent: CompactResult.Extent) -> String {
        "\(extent.byteCount) bytes, \(extent.commandCount) commands in \(extent.fileCount) files"
    }
}

/// The result of `compact` as JSON; `docs/json.md` describes every field.
struct CompactDocument: Encodable {
    let schema = "redoubt.compact.v1"
    let path: String
    let output: String?
    let inPlace: Bool
    let dryRun: Bool
    let base: String
    let format: String?
    let server: String
    let serverOrigin: String
    let keys: Int
    let databases: Int
    let functions: Int
    let before: Extent
    let after: Extent
    let removed: [String]
    let failed: Int
    let failures: [String]
    let warnings: [String]

    struct Extent: Encodable {
        let files: Int
        let bytes: Int
        let commands: Int

        init(_ extent: CompactResult.Extent) {
            files = extent.fileCount
            bytes = extent.byteCount
            commands = extent.commandCount
        }
    }

    init(_ result: CompactResult, path: String, isInPlace: Bool) {
        self.path = path
        output = result.output
        inPlace = isInPlace
        dryRun = result.output == nil
        base = result.form.rawValue
        format = result.format?.description
        server = result.server.profile.description
        serverOrigin = result.server.origin.word
        keys = result.keyCount
        databases = result.databaseCount
        functions = result.functionCount
        before = Extent(result.before)
        after = Extent(result.after)
        removed = result.removed
        failed = result.replay?.failedCount ?? 0
        failures = result.replay?.failures ?? []
        warnings = result.warnings.map(\.description)
    }
}
