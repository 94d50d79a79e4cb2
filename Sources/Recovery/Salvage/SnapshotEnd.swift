import RedoubtBytes
import RedoubtRDB

/// Whether a snapshot may end at a place: with the file, or where the commands of a log begin.
struct SnapshotEnd {
    /// What stands behind an end mark and its checksum.
    enum Follower {
        /// The file ends.
        case nothing
        /// A log.
        case commands
        /// Bytes that are neither.
        case other
        /// The file ends within the checksum.
        case cut
    }

    let format: FormatVersion

    private var checksumCount: Int { format.hasChecksum ? 8 : 0 }

    /// Where the checksum of an end mark at `offset` ends.
    func end(of offset: Int) -> Int { offset + 1 + checksumCount }

    /// Where the mark is that ends a file without a log.
    func markOffset(inFileOf byteCount: Int) -> Int { byteCount - 1 - checksumCount }

    /// What follows the end mark at `offset`.
    func follower(of offset: Int, in bytes: RawSpan) -> Follower {
        let behind = end(of: offset)
        if behind > bytes.byteCount { return .cut }
        if behind == bytes.byteCount { return .nothing }
        return Self.isLog(bytes.extracting(behind..<bytes.byteCount)) ? .commands : .other
    }

    /// The checksum that is stored behind the mark at `offset`.
    func storedChecksum(of offset: Int, in bytes: RawSpan) -> UInt64? {
        guard format.hasChecksum, end(of: offset) <= bytes.byteCount else { return nil }
        var cursor = ByteCursor(bytes.extracting((offset + 1)..<(offset + 9)))
        return try? cursor.littleEndian(UInt64.self)
    }

    /// Whether a command begins here: `*`, digits, and `$` on the next line, or an annotation.
    private static func isLog(_ bytes: RawSpan) -> Bool {
        let head = bytes.extracting(0..<min(bytes.byteCount, 24))
        if head.starts(with: annotation.rawSpan) { return true }
        guard head.byteCount > 4, head[byte: 0] == UInt8(ascii: "*") else { return false }
        var index = 1
        while index < head.byteCount, head[byte: index] &- UInt8(ascii: "0") <= 9 { index += 1 }
        guard index > 1, index + 2 < head.byteCount else { return false }
        return head[byte: index] == 13 && head[byte: index + 1] == 10
            && head[byte: index + 2] == UInt8(ascii: "$")
    }

    /// Where a log begins behind a snapshot whose end is damaged: servers begin it with a `SELECT`,
    /// or an annotation of the time in front of it.
    static func logOffset(in bytes: RawSpan, from start: Int) -> Int? {
        var offset = start
        while offset < bytes.byteCount {
            defer { offset += 1 }
            let first = bytes[byte: offset]
            guard first == select[0] || first == annotation[0] else { continue }
            let rest = bytes.extracting(offset..<bytes.byteCount)
            if rest.starts(with: select.rawSpan) || rest.starts(with: annotation.rawSpan) {
                return offset
            }
        }
        return nil
    }

    private static let select = Array("*2\r\n$6\r\nSELECT\r\n".utf8)
    private static let annotation = Array("#TS:".utf8)
}
