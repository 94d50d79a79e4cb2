import RedoubtBytes
import RedoubtRDB
import RedoubtValues

/// What became of one value: the type that was chosen and the payload, without compression.
struct Encoded: Equatable {
    var type: ObjectType
    var payload: [UInt8]

    init(_ type: ObjectType, _ payload: [UInt8]) {
        self.type = type
        self.payload = payload
    }

    /// Encodes a value for a version; nil if it has no elements.
    init?(
        for format: FormatVersion,
        _ visit: (inout ValueEncoder) throws(Fault) -> Void
    ) throws(Fault) {
        let options = RDBWriterOptions(compresses: false, checksums: false)
        var writer = try RDBWriter(ByteBuilder(), format: format, options: options)
        guard try writer.encodeKey(ByteString("k").bytes, KeyAttributes(), visit) else {
            return nil
        }
        // The magic, the type and the key stand in front; the end mark and the checksum behind.
        let bytes = try writer.finish().array
        guard let type = ObjectType(wire: bytes[9], dialect: format.dialect) else {
            throw Fault(.unknownType, detail: Int(bytes[9]))
        }
        self.init(type, Array(bytes[12..<(bytes.count - 1 - (format.hasChecksum ? 8 : 0))]))
    }

    /// What a visitor hears of the payload.
    func content(_ format: FormatVersion) throws(Fault) -> Content {
        var visitor = Content.Listener()
        let context = PayloadContext(format: format)
        try type.visit(payload.rawSpan, at: 0, in: context, &visitor)
        return visitor.content
    }
}

/// The fault that encoding a value ends with; nil if it has none.
func refusal(
    _ format: FormatVersion,
    _ visit: (inout ValueEncoder) throws(Fault) -> Void
) -> Fault? {
    do throws(Fault) {
        _ = try Encoded(for: format, visit)
        return nil
    } catch {
        return error
    }
}

/// The fault of a feature that a version lacks.
func lacks(_ feature: TargetFeature) -> Fault {
    Fault(.unsupportedByTarget, detail: feature.rawValue)
}
