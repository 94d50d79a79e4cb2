public import RedoubtBytes
import RedoubtCodecs

/// What `DUMP` answers and `RESTORE` takes: one value without its key.
///
/// | Size | Field                                                              |
/// |------|--------------------------------------------------------------------|
/// | …    | optional: opcode 243 and a metadata block (Redis, version 13)      |
/// | 1    | type                                                               |
/// | …    | value                                                              |
/// | 2    | version of the format, little-endian; from 80 on it is Valkey's    |
/// | 8    | CRC-64 of everything before, little-endian; zero is not special    |
public struct DumpPayload: Hashable, Sendable {
    /// How the value is encoded.
    public var type: ObjectType
    /// Where the value stands in the blob.
    public var payloadRange: Range<Int>
    /// The version of the server that made it, as the value needs it to be read.
    public var context: PayloadContext
    /// The metadata block behind its opcode, byte for byte.
    public var metadata: ByteString?

    private static let footerSize = 10
    private static let valkeyVersionMin = 80

    /// Takes a blob apart and checks it from end to end.
    ///
    /// Stricter than `RESTORE`: bytes between the value and the footer are a fault. Offsets count
    /// from the start of the blob.
    public init(parsing blob: RawSpan) throws(Fault) {
        let footerStart = blob.byteCount - Self.footerSize
        guard footerStart > 0 else { throw Fault(.truncated, at: blob.byteCount) }
        let format = try Self.checkFooter(of: blob, at: footerStart)
        context = PayloadContext(format: format)
        var cursor = ByteCursor(blob.extracting(0..<footerStart))
        if let first = cursor.peek(),
            Opcode(wire: first, dialect: format.dialect) == .keyMetadata
        {
            try cursor.skip(1)
            try KeyMetadata.skip(&cursor, in: context)
            metadata = ByteString(blob.extracting(1..<cursor.position))
        }
        type = try Self.readType(&cursor, dialect: format.dialect)
        let start = cursor.position
        try type.skip(&cursor, in: context)
        guard cursor.isAtEnd else { throw Fault(.trailingBytes, at: cursor.offset) }
        payloadRange = start..<footerStart
    }

    /// Reads version and checksum, and compares the latter.
    private static func checkFooter(
        of blob: RawSpan,
        at start: Int
    ) throws(Fault) -> FormatVersion {
        var cursor = ByteCursor(blob.extracting(start..<blob.byteCount), at: start)
        let number = Int(try cursor.littleEndian(UInt16.self))
        let stored = try cursor.littleEndian(UInt64.self)
        var crc = CRC64()
        crc.update(blob.extracting(0..<(start + 2)))
        guard crc.value == stored else { throw Fault(.checksumMismatch, at: start + 2) }
        let format: FormatVersion =
            number >= valkeyVersionMin ? .valkey(number) : .redis(number)
        guard format.isReadable else {
            throw Fault(.unsupportedVersion, at: start, detail: number)
        }
        return format
    }

    /// Reads the type, which must not refer to templates of a file.
    @_lifetime(cursor: copy cursor)
    private static func readType(
        _ cursor: inout ByteCursor,
        dialect: Dialect
    ) throws(Fault) -> ObjectType {
        let start = cursor.offset
        let wire = try cursor.byte()
        guard let type = ObjectType(wire: wire, dialect: dialect), type != .modulePreGA else {
            throw .unknownType(wire, in: dialect, at: start)
        }
        switch type {
        case .hashTemplateListpackReference, .hashTemplateArrayReference:
            throw Fault(.badType, at: start, detail: Int(wire))
        default:
            return type
        }
    }
}

extension DumpPayload {
    /// Appends the blob of a value as a server of version `format` would make it.
    ///
    /// - Throws: ``Fault`` with ``Fault/Reason/badType`` where the format's dialect has no number
    ///   for the type.
    public static func build(
        _ type: ObjectType,
        payload: RawSpan,
        format: FormatVersion,
        metadata: ByteString? = nil,
        into target: inout ByteBuilder
    ) throws(Fault) {
        guard let wire = type.wire(in: format.dialect) else {
            throw Fault(.badType, detail: Int(type.row.wire))
        }
        var blob = ByteBuilder(capacity: payload.byteCount + 16)
        if let metadata {
            blob.append(Opcode.keyMetadata.wire)
            blob.append(metadata.bytes)
        }
        blob.append(wire)
        blob.append(payload)
        blob.appendLittleEndian(UInt16(truncatingIfNeeded: format.number))
        var crc = CRC64()
        crc.update(blob.bytes)
        target.append(blob.bytes)
        target.appendLittleEndian(crc.value)
    }
}
