import RedoubtRecovery
import RedoubtTestSupport

extension CorruptFile {
    private static let begin = LogText.commands("SELECT 0", "SET a 1")
    private static let rest = LogText.commands("SET b 2", "INCR b", "SET c 3", "DEL a")

    /// A log with something between sound commands.
    private static func log(
        _ name: String,
        _ kind: Finding.Kind,
        at offset: Int = 0,
        key: String? = nil,
        isStructural: Bool = false,
        _ middle: [UInt8],
        endsThere: Bool = false
    ) -> CorruptFile {
        CorruptFile(
            name + ".aof",
            kind,
            at: begin.count + offset,
            key: key,
            isStructural: isStructural,
            begin + middle + (endsThere ? [] : rest)
        )
    }

    /// Single logs.
    static let logs: [CorruptFile] = [
        log("record", .record, at: 13, isStructural: true, Array("*3\r\n$3\r\nSET\r\n$x\r\n".utf8)),
        log(
            "record-cut",
            .recordCut,
            isStructural: true,
            Array("*3\r\n$3\r\nSET\r\n$1\r\na".utf8),
            endsThere: true
        ),
        log(
            "transaction-open",
            .transactionOpen,
            key: "x",
            isStructural: true,
            LogText.commands("MULTI", "SET x 1"),
            endsThere: true
        ),
        log("transaction-balance", .transactionBalance, LogText.commands("EXEC")),
        log(
            "annotation",
            .annotation,
            isStructural: true,
            Array("#TS:17000".utf8),
            endsThere: true
        ),
        log(
            "annotation-order",
            .annotationOrder,
            at: 16,
            isStructural: true,
            Array("#TS:1700000009\r\n#TS:1700000001\r\n".utf8)
        ),
        log("command-unknown", .commandUnknown, LogText.commands("FROBNICATE x")),
        log("command-arguments", .commandArguments, LogText.commands("SET x")),
        log("database-number", .databaseNumber, LogText.commands("SELECT minus")),
    ]

    private static let set = "*3\r\n$3\r\nSET\r\n$1\r\na\r\n$1\r\n1\r\n"
    private static let one = "file appendonly.aof.1.incr.aof seq 1 type i"

    /// Directories.
    static let layouts: [CorruptFile] = [
        CorruptFile(
            "manifest",
            .manifest,
            at: one.utf8.count + 1,
            files: ["appendonly.aof.1.incr.aof": set],
            manifest: [one, "file appendonly.aof.2.incr.aof seq two type i"]
        ),
        CorruptFile(
            "file-missing",
            .fileMissing,
            files: ["appendonly.aof.1.incr.aof": set],
            manifest: [one, "file appendonly.aof.2.incr.aof seq 2 type i"]
        ),
        CorruptFile(
            "file-extra",
            .fileExtra,
            files: ["appendonly.aof.1.incr.aof": set, "appendonly.aof.2.incr.aof": set],
            manifest: [one]
        ),
        CorruptFile(
            "sequence-gap",
            .sequenceGap,
            files: ["appendonly.aof.1.incr.aof": set, "appendonly.aof.3.incr.aof": set],
            manifest: [one, "file appendonly.aof.3.incr.aof seq 3 type i"]
        ),
    ]
}
