/// A place in a log: an offset in one of its files.
public struct LogPosition: Sendable, Hashable, CustomStringConvertible {
    /// The file of a multi-part log, or nil where there is only one that it can mean.
    public var file: String?
    /// Offset in that file, in bytes of its decompressed content.
    public var offset: Int

    /// Names a place.
    public init(file: String? = nil, offset: Int) {
        self.file = file
        self.offset = offset
    }

    /// Reads `OFFSET` or `FILE:OFFSET`; nil for anything else.
    public init?(_ text: String) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard let last = parts.last, let offset = Int(last), offset >= 0 else { return nil }
        let name = parts.dropLast().joined(separator: ":")
        guard parts.count == 1 || !name.isEmpty else { return nil }
        self.init(file: parts.count == 1 ? nil : name, offset: offset)
    }

    /// `FILE:OFFSET` or `OFFSET`.
    public var description: String { file.map { "\($0):\(offset)" } ?? String(offset) }
}
