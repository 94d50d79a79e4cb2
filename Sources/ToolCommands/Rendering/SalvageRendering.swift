import RedoubtBytes
import RedoubtRDB
import RedoubtRecovery

/// The report of a salvage as text: a line per fact, then what is lost and what is doubtful.
enum SalvageText {
    private static let listMax = 20

    static func lines(for report: SalvageReport, output: String?) -> [String] {
        let counts = report.counts
        var lines = [
            "format      \(report.format)" + (report.isFormatGuessed ? ", guessed" : ""),
            "checksum    \(report.checksum.word)",
        ]
        if !report.changedBytes.isEmpty {
            lines.append("changed     \(changes(report))")
            lines.append(
                "            "
                    + (report.isRepaired
                        ? "put right: the file decodes and the checksum matches"
                        : "left as found (--no-repair); all doubts are those of the file as it is")
            )
        }
        lines.append("keys        \(report.keyCount)\(announced(report))")
        lines.append("  proven     \(counts.proven)")
        lines.append("  intact     \(counts.intact)")
        lines.append("  unverified \(counts.unverified)")
        lines.append("  suspect    \(counts.suspect)")
        lines.append("  partial    \(counts.partial)")
        lines.append("lost        \(report.lostByteCount) bytes in \(report.spanCount) places")
        lines += list(report.spans, of: report.spanCount, line)
        if report.duplicateCount > 0 {
            lines.append("duplicates  \(report.duplicateCount) keys left out")
            lines += list(report.duplicates, of: report.duplicateCount, line)
        }
        if report.unloadableCount > 0 {
            lines.append(
                "unloadable  \(report.unloadableCount) keys left out that no server loads"
            )
            lines += list(report.unloadable, of: report.unloadableCount, line)
        }
        if counts.suspect > 0 {
            lines.append("suspects    \(counts.suspect) keys")
            lines += list(report.suspects, of: counts.suspect, line)
        }
        if let offset = report.logOffset { lines += log(report, at: offset, output) }
        if let output, let size = report.writtenByteCount {
            lines.append("output      \(output), \(size) bytes")
        }
        return lines
    }

    private static func announced(_ report: SalvageReport) -> String {
        report.announcedKeyCount.map { " of \($0) that the file announces" } ?? ""
    }

    private static func changes(_ report: SalvageReport) -> String {
        report.changedBytes.map { byte in
            let found = String(byte.found, radix: 16, uppercase: true)
            let original = String(byte.original, radix: 16, uppercase: true)
            return "offset \(byte.offset): 0x\(found) was 0x\(original)"
        }.joined(separator: ", ")
    }

    /// The log behind a snapshot is not in the output: how to join both.
    private static func log(
        _ report: SalvageReport,
        at offset: Int,
        _ output: String?
    ) -> [String] {
        [
            "log         begins at offset \(offset); to join it:",
            "            tail -c +\(offset + 1) \(report.path) > tail.aof",
            "            redoubt rebuild --snapshot \(output ?? "OUT") --log tail.aof "
                + "--assume-aligned --output JOINED",
        ]
    }

    private static func list<Item>(
        _ items: [Item],
        of count: Int,
        _ line: (Item) -> String
    ) -> [String] {
        let shown = items.prefix(listMax).map { "            " + line($0) }
        guard count > shown.count else { return shown }
        return shown + ["            and \(count - shown.count) more, see --json"]
    }

    private static func line(_ span: SalvageReport.Span) -> String {
        var text = "\(span.range.lowerBound)..<\(span.range.upperBound): \(span.cause)"
        if let key = span.key {
            text += "; database \(key.database), key \"\(key.key.printable)\""
            if let type = span.type { text += " (\(type.kind))" }
            if span.isPartlyKept { text += ", leading elements kept" }
        }
        return text
    }

    private static func line(_ key: SalvageReport.DoubtfulKey) -> String {
        "\(key.offset): database \(key.key.database), key \"\(key.key.key.printable)\": "
            + key.doubt.text
    }
}

extension SalvageReport.Doubt {
    fileprivate var text: String {
        switch self {
        case .anywhere: "the damage may be anywhere"
        case .nearDamage: "near bytes that can't be read"
        case .database: "may belong to another database"
        case .count: "its database has not as many keys as announced"
        }
    }
}

/// The report of a salvage as JSON.
struct SalvageDocument: Encodable {
    let schema = "redoubt.salvage.v1"
    let path: String
    let format: String
    let formatGuessed: Bool
    let checksum: String
    let hasEnd: Bool
    let clean: Bool
    let keys: Keys
    let changedBytes: [Change]
    let repaired: Bool
    let lostBytes: Int
    let lostSpans: Int
    let lostKeyNames: Int
    let spans: [Span]
    let suspects: [Key]
    let duplicates: [Key]
    let duplicateKeys: Int
    let unloadable: [Key]
    let unloadableKeys: Int
    let logOffset: Int?
    let bytesWritten: Int?
    let warnings: [String]

    struct Keys: Encodable {
        let written: Int
        let proven: Int
        let intact: Int
        let unverified: Int
        let suspect: Int
        let partial: Int
        let announced: UInt64?
    }

    struct Change: Encodable {
        let offset: Int
        let found: UInt8
        let original: UInt8
    }

    struct Span: Encodable {
        let offset: Int
        let bytes: Int
        let cause: String
        let database: Int?
        let key: String?
        let type: String?
        let partlyKept: Bool
    }

    struct Key: Encodable {
        let database: Int
        let key: String
        let offset: Int
        let doubt: String
    }

    init(_ report: SalvageReport) {
        path = report.path
        format = report.format.description
        formatGuessed = report.isFormatGuessed
        checksum = report.checksum.word
        hasEnd = report.hasEnd
        clean = report.isClean
        keys = Keys(report)
        changedBytes = report.changedBytes.map {
            Change(offset: $0.offset, found: $0.found, original: $0.original)
        }
        repaired = report.isRepaired
        lostBytes = report.lostByteCount
        lostSpans = report.spanCount
        lostKeyNames = report.namedLossCount
        spans = report.spans.map(Span.init)
        suspects = report.suspects.map(Key.init)
        duplicates = report.duplicates.map(Key.init)
        duplicateKeys = report.duplicateCount
        unloadable = report.unloadable.map(Key.init)
        unloadableKeys = report.unloadableCount
        logOffset = report.logOffset
        bytesWritten = report.writtenByteCount
        warnings = report.warnings.map(\.description)
    }
}

extension SalvageDocument.Keys {
    init(_ report: SalvageReport) {
        self.init(
            written: report.keyCount,
            proven: report.counts.proven,
            intact: report.counts.intact,
            unverified: report.counts.unverified,
            suspect: report.counts.suspect,
            partial: report.counts.partial,
            announced: report.announcedKeyCount
        )
    }
}

extension SalvageDocument.Span {
    init(_ span: SalvageReport.Span) {
        self.init(
            offset: span.range.lowerBound,
            bytes: span.range.count,
            cause: span.cause,
            database: span.key?.database,
            key: span.key?.key.printable,
            type: span.type.map { "\($0.kind)" },
            partlyKept: span.isPartlyKept
        )
    }
}

extension SalvageDocument.Key {
    init(_ key: SalvageReport.DoubtfulKey) {
        self.init(
            database: key.key.database,
            key: key.key.key.printable,
            offset: key.offset,
            doubt: key.doubt.rawValue
        )
    }
}
