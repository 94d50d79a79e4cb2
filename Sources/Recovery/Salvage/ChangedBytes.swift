import Dispatch
import RedoubtBytes
import RedoubtCodecs
import RedoubtRDB
import Synchronization

/// Finds the bytes whose change explains a checksum that does not match.
struct ChangedBytes {
    /// How seldom an explanation may be met by chance: once in two to this power.
    private static let certainty = 20
    private static let pieceCount = 4 << 20

    let file: MappedFile
    let mark: Int
    let syndrome: UInt64

    /// The most bytes in a row that can be told from chance in a file of this size.
    static func widthMax(byteCount: Int) -> Int {
        let sizeBits = Int.bitWidth - max(byteCount, 1).leadingZeroBitCount
        return min(max((64 - sizeBits - certainty) / 8, 1), 4)
    }

    /// The only explanation; nil if there is none, or more than one.
    func only() -> ChecksumError? {
        let byteCount = mark + 1
        let width = Self.widthMax(byteCount: byteCount)
        let found = Mutex<[ChecksumError]>([])
        let total = byteCount + 8
        let pieces = (total + Self.pieceCount - 1) / Self.pieceCount
        DispatchQueue.concurrentPerform(iterations: pieces) { piece in
            let start = piece * Self.pieceCount
            let errors = CRC64.errors(
                explaining: syndrome,
                byteCount: byteCount,
                in: start..<min(start + Self.pieceCount, total),
                widthMax: width,
                countMax: 2
            )
            if !errors.isEmpty { found.withLock { $0 += errors } }
        }
        let all = found.withLock { $0 }
        return all.count == 1 ? all.first : nil
    }

    /// The file as it was before, if that is what the change says and all of it fits.
    func repaired(_ source: InputFile, by error: ChecksumError) throws(Fault) -> MappedFile? {
        let end = error.offset + error.pattern.count
        guard error.offset >= 0, end <= file.count else { return nil }
        let old = (error.offset..<end).map {
            file.bytes[byte: $0] ^ error.pattern[$0 - error.offset]
        }
        return try MappedFile(source, replacing: old, at: error.offset)
    }
}
