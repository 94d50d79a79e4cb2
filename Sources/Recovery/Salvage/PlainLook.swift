import RedoubtBytes
import RedoubtRDB

/// A first look at a place, which rules most places out at little cost.
///
/// It never rules out a place where a record stands.
enum PlainLook {
    /// From here on bytes are opcodes, or nothing.
    private static let opcodeMin: UInt8 = 242

    /// Whether a record may begin at a place.
    static func mayBegin(
        _ bytes: RawSpan,
        at offset: Int,
        in context: PayloadContext
    ) -> Bool {
        let byte = bytes[byte: offset]
        if byte >= opcodeMin { return true }
        guard isType(byte, context), let value = end(ofString: offset + 1, in: bytes) else {
            return false
        }
        guard byte == 0 else { return value < bytes.byteCount }
        // Behind a string another record stands, or the file ends early.
        guard let next = end(ofString: value, in: bytes) else { return false }
        return next >= bytes.byteCount || bytes[byte: next] >= opcodeMin
            || isType(bytes[byte: next], context)
    }

    private static func isType(_ byte: UInt8, _ context: PayloadContext) -> Bool {
        ObjectType(wire: byte, dialect: context.format.dialect) != nil
            || Opcode(wire: byte, dialect: context.format.dialect) != nil
    }

    /// Where the string at `offset` ends; nil where none stands.
    private static func end(ofString offset: Int, in bytes: RawSpan) -> Int? {
        guard offset < bytes.byteCount else { return nil }
        let left = bytes.byteCount - offset
        let first = bytes[byte: offset]
        let size: Int
        switch first {
        case 0x00...0x3F: size = 1 + Int(first)
        case 0x40...0x7F:
            guard left > 1 else { return nil }
            size = 2 + (Int(first & 0x3F) << 8 | Int(bytes[byte: offset + 1]))
        case 0xC0...0xC2: size = 1 + 1 << Int(first & 3)
        case 0x80, 0x81, 0xC3: return longEnd(ofString: offset, in: bytes)
        default: return nil
        }
        return size <= left ? offset + size : nil
    }

    private static func longEnd(ofString offset: Int, in bytes: RawSpan) -> Int? {
        var cursor = ByteCursor(bytes.extracting(offset..<bytes.byteCount), at: offset)
        // The widest lengths are those of the newest version.
        let context = PayloadContext(format: .redis(15))
        guard (try? RDBString.skip(&cursor, in: context)) != nil else { return nil }
        return cursor.offset
    }
}
