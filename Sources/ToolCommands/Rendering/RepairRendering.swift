import RedoubtAOF
import RedoubtBytes
import RedoubtRecovery

/// The report of a repair as text: a line per file, then its holes, then the keys.
enum RepairText {
    private static let holesMax = 50
    private static let keysMax = 20

    static func lines(for report: RepairReport) -> [String] {
        var lines = report.files.flatMap(fileLines)
        lines += report.missing.map { "\($0): missing" }
        if report.isSound {
            lines.append("sound: nothing to repair in \(report.path)")
            return lines
        }
        return lines + keyLines(report)
    }

    private static func fileLines(_ file: RepairReport.File) -> [String] {
        var parts = ["\(file.commandCount) commands kept"]
        if file.holeCount > 0 {
            parts.append("\(file.byteCount - file.keptByteCount) bytes left out")
        }
        if file.droppedCommandCount > 0 {
            parts.append("\(file.droppedCommandCount) whole commands of broken transactions")
        }
        if file.preamble != nil { parts.append("the snapshot in front is damaged") }
        let hidden = file.holeCount - min(file.holes.count, holesMax)
        return ["\(file.path): \(parts.joined(separator: ", "))"]
            + file.holes.prefix(holesMax).flatMap(holeLines)
            + (hidden > 0 ? ["  … and \(hidden) places more"] : [])
    }

    private static func holeLines(_ hole: RepairReport.Hole) -> [String] {
        let range = hole.dropped
        var head =
            "  offset \(range.lowerBound) to \(range.upperBound): \(hole.cause.text), "
            + "\(range.count) bytes"
        if let time = hole.time { head += ", behind \(TimeText.utc(time))" }
        var lines = [head]
        if !hole.commands.isEmpty {
            let names = hole.commands.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
                .prefix(10).map { "\($0.value) \($0.key)" }
            lines.append("    lost, as far as it can be read: \(names.joined(separator: ", "))")
        }
        if let doubt = hole.doubt {
            lines.append(
                "    a SELECT may be lost: \(doubt.commandCount) commands from offset "
                    + "\(doubt.range.lowerBound) to \(doubt.range.upperBound) are taken to belong "
                    + "to database \(doubt.database)"
                    + (doubt.isContradicted ? ", and the next SELECT speaks against it" : "")
            )
        }
        return lines
    }

    private static func keyLines(_ report: RepairReport) -> [String] {
        let keys = report.keys
        let more = report.unlistedKeyCount
        guard !keys.isEmpty else {
            return ["no key can be named whose history has a hole"]
        }
        var lines = ["keys whose history has a hole: \(keys.count)" + (more > 0 ? " or more" : "")]
        for key in keys.prefix(keysMax) {
            lines.append("  database \(key.database), \"\(key.key.printable)\"")
        }
        if keys.count > keysMax {
            lines.append("  … and \(keys.count - keysMax) more (--json lists them)")
        }
        return lines
    }
}

extension RepairReport.Cause {
    fileprivate var text: String {
        switch self {
        case .damage: "damaged"
        case .tornEnd: "the end is cut off"
        case .openTransaction: "the last transaction is not finished"
        }
    }
}

/// The report of a repair as JSON; `docs/json.md` describes every field.
struct RepairDocument: Encodable {
    let schema = "redoubt.repair.v1"
    let path: String
    let sound: Bool
    let files: [File]
    let missing: [String]
    let keys: [Key]
    let unlistedKeys: Int
    let warnings: [String]

    struct File: Encodable {
        let path: String
        let role: String?
        let bytes: Int
        let keptBytes: Int
        let commands: Int
        let droppedCommands: Int
        let preamble: String?
        let holes: [Hole]
        let holeCount: Int
        let unknownCommands: [String: Int]
        let withinCutValue: Int?
    }

    struct Hole: Encodable {
        let cause: String
        let start: Int
        let end: Int
        let damagedStart: Int
        let damagedEnd: Int
        let wholeCommands: Int
        let commands: [String: Int]
        let keys: [Key]
        let time: Int64?
        let doubt: Doubt?
    }

    struct Doubt: Encodable {
        let database: Int
        let start: Int
        let end: Int
        let commands: Int
        let contradicted: Bool
    }

    struct Key: Encodable {
        let database: Int
        let key: String

        init(_ name: RecoveryError.KeyName) {
            database = name.database
            key = name.key.printable
        }
    }

    init(_ report: RepairReport) {
        path = report.path
        sound = report.isSound
        files = report.files.map(File.init)
        missing = report.missing
        keys = report.keys.map(Key.init)
        unlistedKeys = report.unlistedKeyCount
        warnings = report.warnings.map(\.description)
    }
}

extension RepairDocument.File {
    init(_ file: RepairReport.File) {
        path = file.path
        role = file.role.map { String($0.rawValue) }
        bytes = file.byteCount
        keptBytes = file.keptByteCount
        commands = file.commandCount
        droppedCommands = file.droppedCommandCount
        preamble = file.preamble?.description
        holes = file.holes.map(RepairDocument.Hole.init)
        holeCount = file.holeCount
        unknownCommands = file.unknown
        withinCutValue = file.withinCutValue
    }
}

extension RepairDocument.Hole {
    init(_ hole: RepairReport.Hole) {
        cause = hole.cause.rawValue
        start = hole.dropped.lowerBound
        end = hole.dropped.upperBound
        damagedStart = hole.damaged.lowerBound
        damagedEnd = hole.damaged.upperBound
        wholeCommands = hole.wholeCommandCount
        commands = hole.commands
        keys = hole.keys.sorted { ($0.database, $0.key) < ($1.database, $1.key) }
            .map(RepairDocument.Key.init)
        time = hole.time
        doubt = hole.doubt.map {
            RepairDocument.Doubt(
                database: $0.database,
                start: $0.range.lowerBound,
                end: $0.range.upperBound,
                commands: $0.commandCount,
                contradicted: $0.isContradicted
            )
        }
    }
}
