extension Finding {
    /// What can be found; the raw values are for programs and never change.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        // The frame of a snapshot.
        case magic
        case cutOff = "cut-off"
        case checksum
        case unknownType = "unknown-type"
        case framing
        case typeTooNew = "type-too-new"
        case opcodeTooNew = "opcode-too-new"
        case foreignOpcode = "foreign-opcode"
        case function
        case unread
        case trailingBytes = "trailing-bytes"
        case keyCount = "key-count"
        // Keys.
        case duplicateKey = "duplicate-key"
        case duplicatesUndecided = "duplicates-undecided"
        case expiredKeys = "expired-keys"
        // Values.
        case value
        case lzf
        case listpack
        case ziplist
        case zipmap
        case intset
        case intsetOrder = "intset-order"
        case quicklist
        case hash
        case hashExpiryOrder = "hash-expiry-order"
        case sortedSet = "sorted-set"
        case sortedSetOrder = "sorted-set-order"
        case score
        case stream
        case streamOrder = "stream-order"
        case streamCounts = "stream-counts"
        case streamState = "stream-state"
        case streamPending = "stream-pending"
        case streamGroups = "stream-groups"
        case module
        case array
        case template
        case duplicateElement = "duplicate-element"
        case emptyValue = "empty-value"
        // Logs.
        case record
        case recordCut = "record-cut"
        case transactionOpen = "transaction-open"
        case transactionBalance = "transaction-balance"
        case annotation
        case annotationOrder = "annotation-order"
        case commandUnknown = "command-unknown"
        case commandArguments = "command-arguments"
        case databaseNumber = "database-number"
        // Layouts and packages.
        case manifest
        case fileMissing = "file-missing"
        case fileExtra = "file-extra"
        case sequenceGap = "sequence-gap"
        case compression
        // Whether a certain server loads it.
        case targetVersion = "target-version"
        case targetType = "target-type"
        case targetOpcode = "target-opcode"
        case targetModule = "target-module"
        case targetCommand = "target-command"
        case targetLayout = "target-layout"
    }
}

extension Finding.Kind {
    /// What a finding of this kind means.
    public var severity: Finding.Severity {
        switch self {
        case .foreignOpcode, .trailingBytes, .emptyValue, .sortedSetOrder, .streamState,
            .transactionBalance,
            .annotationOrder, .commandUnknown, .sequenceGap, .targetModule:
            .warning
        case .unread, .keyCount, .duplicatesUndecided, .expiredKeys, .fileExtra: .notice
        default: .error
        }
    }

    /// Whether it says nothing of the file by itself, only that a certain server does not load it.
    public var isAboutTarget: Bool { rawValue.hasPrefix("target-") }

    /// The meaning in a few words, as the documentation has it.
    public var meaning: String {
        Self.meanings[self] ?? rawValue
    }

    private static let meanings: [Finding.Kind: String] = [
        .magic: "the file does not begin as a snapshot does",
        .cutOff: "the file ends within a snapshot",
        .checksum: "the checksum does not match the content",
        .unknownType: "a value type that no version has",
        .framing: "a length or a string in front of a value can't be read",
        .typeTooNew: "a value type that servers of the file's version do not load",
        .opcodeTooNew: "an opcode that servers of the file's version do not know",
        .foreignOpcode: "an opcode of Redis Enterprise, which no other server reads",
        .function: "a function library without a name, or whose name is taken",
        .unread: "the rest of the file was not read",
        .trailingBytes: "bytes behind the end of the snapshot, which servers do not read",
        .keyCount: "a database has not as many keys as the file announces",
        .duplicateKey: "a key stands twice in one database",
        .duplicatesUndecided: "there are too many keys to tell whether one stands twice",
        .expiredKeys: "keys that have expired, which a server drops as it loads",
        .value: "a value that can't be decoded for another reason",
        .lzf: "a compressed string does not unpack",
        .listpack: "a listpack: header, an element, a backward length, the number of elements",
        .ziplist: "a ziplist: header, an entry, a backward length, tail offset, count",
        .zipmap: "a zipmap",
        .intset: "the header of an intset",
        .intsetOrder: "the members of an intset do not ascend",
        .quicklist: "a node of a list",
        .hash: "a hash: a field without a value, an expiry out of range",
        .hashExpiryOrder: "the fields of a listpack hash are not in the order of their expiries",
        .sortedSet: "a sorted set: a member without a score, a score that is no number",
        .sortedSetOrder: "a compact sorted set is not in the order of its scores",
        .score: "a score is not a number (NaN)",
        .stream: "a node of a stream",
        .streamOrder: "ids of a stream do not ascend",
        .streamCounts: "a stream has not as many entries as it says",
        .streamState: "first, last or deleted id, or a count of a stream, does not fit its entries",
        .streamPending: "a group and its consumers disagree on what is pending",
        .streamGroups: "a group of a stream, or a consumer of a group, stands twice",
        .module: "a module value is not well formed",
        .array: "an array",
        .template: "a hash template is missing, or does not fit",
        .duplicateElement: "a field or a member stands twice in one value",
        .emptyValue: "a collection without elements, which servers do not load",
        .record: "bytes that are no command",
        .recordCut: "the last command is cut off",
        .transactionOpen: "a MULTI without its EXEC",
        .transactionBalance: "an EXEC without a MULTI, or a MULTI within a transaction",
        .annotation: "a line that begins as an annotated time and is none",
        .annotationOrder: "an annotated time is earlier than the one before",
        .commandUnknown: "a command that no server version is known to write",
        .commandArguments: "a command with a number of arguments that it does not take",
        .databaseNumber: "a SELECT of something that is no database",
        .manifest: "the manifest is not well formed",
        .fileMissing: "the manifest lists a file that is not there",
        .fileExtra: "a file of a log that the manifest does not list",
        .sequenceGap: "a number is missing among the increments of the manifest",
        .compression: "the compressed file around it is damaged",
        .targetVersion: "the server does not read this version of the format",
        .targetType: "the server does not have this type of value",
        .targetOpcode: "the server does not know something between the keys",
        .targetModule: "the server needs a module",
        .targetCommand: "the server does not have this command",
        .targetLayout: "the server does not read a log of this form",
    ]
}
