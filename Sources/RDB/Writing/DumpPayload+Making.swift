public import RedoubtBytes
import RedoubtCodecs

extension DumpPayload {
    /// Encodes a value that `visit` hands to the encoder, as `DUMP` answers it.
    ///
    /// - Throws: what the format can not hold.
    public static func make(
        in format: FormatVersion,
        _ visit: (inout ValueEncoder) throws(Fault) -> Void
    ) throws(Fault) -> ByteString {
        var encoder = ValueEncoder(format: format, compresses: true)
        try visit(&encoder)
        guard let wire = encoder.type.wire(in: format.dialect) else {
            throw Fault(.badType, detail: Int(encoder.type.rawValue))
        }
        var blob = ByteBuilder()
        blob.append(wire)
        blob.append(encoder.payload)
        blob.appendLittleEndian(UInt16(format.number))
        var crc = CRC64()
        crc.update(blob.bytes)
        blob.appendLittleEndian(crc.value)
        return ByteString(blob.bytes)
    }
}
