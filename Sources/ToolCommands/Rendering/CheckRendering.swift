import RedoubtBytes
import RedoubtRDB
import RedoubtRecovery
import RedoubtValues

/// The result of a check as text: a line per file, one per finding, then the verdict.
enum CheckText {
    static func lines(for result: CheckRun.Result, _ target: ServerProfile?) -> [String] {
        var lines = result.files.map(line)
        lines += result.findings.all.map(\.description)
        lines += result.findings.counts.sorted { $0.key.rawValue < $1.key.rawValue }
            .filter { $0.value > FindingList.keptMax }
            .map { "\($0.key.severity.rawValue): \($0.key.rawValue): \($0.value) in all" }
        if let target {
            lines.append(
                "\(target): " + (result.loadsOnTarget ? "will load it" : "will not load it")
            )
        }
        if let damage = result.damage {
            lines.append("damaged: \(damage)")
        } else if result.failures.count < result.paths.count {
            lines.append("sound: \(result.readPaths.joined(separator: ", "))")
        }
        return lines
    }

    private static func line(for file: CheckRun.File) -> String {
        var parts: [String] = []
        if let format = file.format { parts.append("\(format), \(file.keyCount) keys") }
        if let checksum = file.checksum { parts.append("checksum \(checksum.word)") }
        switch file.values {
        case .decoded: parts.append("values decoded")
        case .unverified: parts.append("values not verified, --deep decodes them")
        case .checksum, nil: break
        }
        if file.expiredCount > 0 { parts.append("\(file.expiredCount) expired") }
        if let records = file.recordCount { parts.append("\(records) commands") }
        if parts.isEmpty { parts.append("not read to the end") }
        return "\(file.path): \(parts.joined(separator: ", "))"
    }
}

/// The result of a check as JSON.
struct CheckDocument: Encodable {
    let schema = "redoubt.check.v1"
    let path: String
    let paths: [String]
    let sound: Bool
    let target: String?
    let loads: Bool?
    let files: [File]
    let damage: Damage?
    let findings: [Item]
    let counts: [String: Int]
    let failures: [Damage]
    let warnings: [String]

    struct File: Encodable {
        let path: String
        let format: String?
        let checksum: String?
        let values: String?
        let keys: Int
        let expiredKeys: Int
        let commands: Int?
        let bytes: Int
    }

    struct Damage: Encodable {
        let cause: String
        let file: String?
        let offset: Int?
        let database: Int?
        let key: String?

        init(_ damage: RecoveryError) {
            cause = damage.cause
            file = damage.file
            offset = damage.offset
            database = damage.key?.database
            key = damage.key?.key.printable
        }
    }

    struct Item: Encodable {
        let kind: String
        let severity: String
        let cause: String
        let file: String
        let offset: Int?
        let database: Int?
        let key: String?
        let skippedBytes: Int?

        init(_ finding: Finding) {
            kind = finding.kind.rawValue
            severity = finding.severity.rawValue
            cause = finding.text
            file = finding.file
            offset = finding.offset
            database = finding.key?.database
            key = finding.key?.key.printable
            skippedBytes = finding.skipped?.count
        }
    }

    init(_ result: CheckRun.Result, target: ServerProfile?) {
        path = result.path
        paths = result.paths
        sound = result.damage == nil
        self.target = target?.description
        loads = target.map { _ in result.loadsOnTarget }
        findings = result.findings.all.map(Item.init)
        counts = Dictionary(
            uniqueKeysWithValues: result.findings.counts.map { ($0.key.rawValue, $0.value) }
        )
        failures = result.failures.map(Damage.init)
        files = result.files.map { file in
            File(
                path: file.path,
                format: file.format?.description,
                checksum: file.checksum?.word,
                values: file.values?.word,
                keys: file.keyCount,
                expiredKeys: file.expiredCount,
                commands: file.recordCount,
                bytes: file.byteCount
            )
        }
        damage = result.damage.map(Damage.init)
        warnings = result.warnings.map(\.description)
    }
}

extension CheckRun.ValueAssurance {
    /// The word of the JSON schema.
    var word: String {
        switch self {
        case .decoded: "decoded"
        case .checksum: "checksum"
        case .unverified: "not-verified"
        }
    }
}

extension CheckRun.Result {
    /// Whether the server that was named will load it, as far as can be told.
    fileprivate var loadsOnTarget: Bool { damage == nil && !findings.refusesTarget }

    /// The paths that could be read.
    fileprivate var readPaths: [String] {
        let failed = Set(failures.compactMap(\.file))
        return paths.filter { !failed.contains($0) }
    }
}
