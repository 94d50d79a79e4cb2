import RedoubtBytes
import RedoubtRDB
import RedoubtRecovery

/// The result of a check as text: a line per file, then the verdict.
enum CheckText {
    static func lines(for result: CheckRun.Result) -> [String] {
        var lines = result.files.map(line)
        if let damage = result.damage {
            lines.append("damaged: \(damage)")
        } else {
            lines.append("sound: \(result.path)")
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
        if let records = file.recordCount { parts.append("\(records) commands") }
        if parts.isEmpty { parts.append("not read to the end") }
        return "\(file.path): \(parts.joined(separator: ", "))"
    }
}

/// The result of a check as JSON.
struct CheckDocument: Encodable {
    let schema = "redoubt.check.v1"
    let path: String
    let sound: Bool
    let files: [File]
    let damage: Damage?
    let warnings: [String]

    struct File: Encodable {
        let path: String
        let format: String?
        let checksum: String?
        let values: String?
        let keys: Int
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

    init(_ result: CheckRun.Result) {
        path = result.path
        sound = result.damage == nil
        files = result.files.map { file in
            File(
                path: file.path,
                format: file.format?.description,
                checksum: file.checksum?.word,
                values: file.values?.word,
                keys: file.keyCount,
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
