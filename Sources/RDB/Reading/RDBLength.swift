public import RedoubtBytes

/// Length encoding: one to nine bytes, of which the first two bits tell the form.
///
/// | First byte      | Size | Value                                          |
/// |-----------------|------|------------------------------------------------|
/// | `00xxxxxx`      | 1    | six bits                                       |
/// | `01xxxxxx` + 1  | 2    | fourteen bits, big-endian                      |
/// | `0x80` + 4      | 5    | 32 bits, big-endian                            |
/// | `0x81` + 8      | 9    | 64 bits, big-endian, from version 8 on         |
/// | `0x82`…`0xBF`   | –    | not well formed                                |
/// | `11xxxxxx`      | 1    | no length: a special string, see ``RDBString`` |
///
/// Forms longer than needed are accepted, as servers do.
public enum RDBLength {
    /// The most bytes that a length takes.
    public static let byteCountMax = 9

    /// Reads any 64-bit value, 2^64−1 included.
    public static func read<R: ByteReading & ~Copyable & ~Escapable>(
        from reader: inout R,
        in context: PayloadContext
    ) throws(Fault) -> UInt64 {
        let first = try reader.byte()
        return try read(behind: first, from: &reader, in: context)
    }

    /// Reads a number of elements, of which each takes at least `sizeMin` bytes.
    ///
    /// - Throws: ``Fault`` with ``Fault/Reason/tooLarge`` where the input can not hold so many.
    public static func count<R: ByteReading & ~Copyable & ~Escapable>(
        from reader: inout R,
        sizeMin: Int = 1,
        in context: PayloadContext
    ) throws(Fault) -> Int {
        let start = reader.offset
        let value = try read(from: &reader, in: context)
        guard let count = Int(exactly: value), count <= reader.remainingMax / sizeMin else {
            throw Fault(.tooLarge, at: start, detail: Int(clamping: value))
        }
        return count
    }

    /// Reads the rest of a length whose first byte is known.
    static func read<R: ByteReading & ~Copyable & ~Escapable>(
        behind first: UInt8,
        from reader: inout R,
        in context: PayloadContext
    ) throws(Fault) -> UInt64 {
        switch first {
        case 0x00...0x3F: return UInt64(first)
        case 0x40...0x7F: return UInt64(first & 0x3F) << 8 | UInt64(try reader.byte())
        case 0x80: return UInt64(try reader.bigEndian(UInt32.self))
        case 0x81 where context.format.hasLongLengths: return try reader.bigEndian(UInt64.self)
        default: throw Fault(.badLength, at: reader.offset &- 1, detail: Int(first))
        }
    }
}
