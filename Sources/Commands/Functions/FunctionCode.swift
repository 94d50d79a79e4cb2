import RedoubtBytes
import RedoubtCodecs
import RedoubtRDB

/// What `FUNCTION DUMP` answers: the source code of every library.
enum FunctionCode {
    /// Opcode 245 and a string per library, then the version of the format, two bytes, and the
    /// CRC-64 of everything before, both little-endian.
    static func parse(dump: RawSpan) throws(Fault) -> [ByteString] {
        let end = dump.byteCount - 10
        guard end >= 0 else { throw Fault(.truncated, at: dump.byteCount) }
        var footer = ByteCursor(dump.extracting(end..<dump.byteCount), at: end)
        let number = Int(try footer.littleEndian(UInt16.self))
        var checksum = CRC64()
        checksum.update(dump.extracting(0..<(end + 2)))
        guard checksum.value == (try footer.littleEndian(UInt64.self)) else {
            throw Fault(.checksumMismatch, at: end + 2)
        }
        let format: FormatVersion = number >= 80 ? .valkey(number) : .redis(number)
        guard format.isReadable else {
            throw Fault(.unsupportedVersion, at: end, detail: number)
        }
        let context = PayloadContext(format: format)
        var cursor = ByteCursor(dump.extracting(0..<end))
        var libraries: [ByteString] = []
        while !cursor.isAtEnd {
            let start = cursor.offset
            let opcode = try cursor.byte()
            guard opcode == 245 else {
                throw Fault(.unknownOpcode, at: start, detail: Int(opcode))
            }
            libraries.append(try RDBString.owned(from: &cursor, in: context))
        }
        return libraries
    }
}
