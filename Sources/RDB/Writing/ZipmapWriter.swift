import RedoubtBytes

/// Builds a zipmap, the small hash of Redis 2.4, out of fields and values of less than 254 bytes.
///
/// | Size | Field |
/// |---|---|
/// | 1 | number of pairs, 254 for that many or more |
/// | … | pairs: size of the field, field, size of the value, 0 bytes of padding, value |
/// | 1 | end mark, `FF` |
struct ZipmapWriter: ~Copyable {
    private static let unknownCount = 254
    private static let endMark: UInt8 = 0xFF

    private var builder = ByteBuilder()

    /// The zipmap, once it is finished.
    var blob: RawSpan {
        @_lifetime(borrow self)
        get { builder.bytes }
    }

    init() {
        removeAll()
    }

    mutating func removeAll() {
        builder.removeAll()
        builder.append(UInt8(0))
    }

    mutating func append(field: RawSpan) {
        builder.append(UInt8(field.byteCount))
        builder.append(field)
    }

    mutating func append(value: RawSpan) {
        builder.append(UInt8(value.byteCount))
        builder.append(UInt8(0))
        builder.append(value)
    }

    mutating func finish(pairCount: Int) {
        builder.append(Self.endMark)
        builder.setLittleEndian(UInt8(min(pairCount, Self.unknownCount)), at: 0)
    }
}
