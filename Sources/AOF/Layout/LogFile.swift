public import RedoubtBytes
import RedoubtCodecs

/// One file of a log.
public struct LogFile: Hashable, Sendable {
    /// Where the file is.
    public let path: String
    /// Its name within its directory.
    public let name: String
    /// What the manifest says that it is; nil for a single file.
    public let role: AOFFileInfo.Role?
    /// Its number in the manifest; 0 for a single file.
    public let sequence: Int64

    /// Creates the description of a file.
    public init(path: String, name: String, role: AOFFileInfo.Role?, sequence: Int64) {
        self.path = path
        self.name = name
        self.role = role
        self.sequence = sequence
    }

    /// Opens the file, or standard input for `-`; gzip and LZ4 frames are read through.
    public func open() throws(Fault) -> ByteWindow {
        let file = path == "-" ? InputFile.standardInput : try InputFile(path: path)
        return try CompressedInput.open(file)
    }
}

/// Tells by the first bytes whether a snapshot stands at the start of a log's file.
public enum Preamble {
    /// The number of bytes that must be seen.
    public static let sniffCount = 6

    /// Whether `head` begins with the magic of a snapshot.
    public static func matches(_ head: RawSpan) -> Bool {
        starts(head, with: "REDIS") || starts(head, with: "VALKEY")
    }

    /// Whether AUX fields say that their snapshot is the beginning of a log: `aof-preamble` up to
    /// Redis 6.2, `aof-base` since.
    public static func isDeclared(
        in auxiliaries: [(name: ByteString, value: ByteString)]
    ) -> Bool {
        auxiliaries.contains { field in
            (field.name == "aof-preamble" || field.name == "aof-base") && field.value == "1"
        }
    }

    private static func starts(_ head: RawSpan, with magic: String) -> Bool {
        let magic = Array(magic.utf8)
        return head.byteCount >= magic.count
            && head.extracting(0..<magic.count).equalsBytes(magic.rawSpan)
    }
}
