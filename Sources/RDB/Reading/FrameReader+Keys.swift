import RedoubtBytes
import RedoubtCodecs
import RedoubtValues

/// A key: its attributes in any order, then type, name and value.
extension FrameReader {
    /// Reads an opcode that belongs to the next key; false for any other.
    mutating func readAttribute(_ opcode: Opcode, at start: Int) throws(Fault) -> Bool {
        switch opcode {
        case .expirySeconds:
            attributes.expiresAtMs = Int64(try window.littleEndian(Int32.self)) * 1000
        case .expiryMilliseconds:
            attributes.expiresAtMs = try window.littleEndian(Int64.self)
        case .frequency:
            attributes.frequency = try window.byte()
        case .idle:
            attributes.idleSeconds = try RDBLength.read(from: &window, in: context)
        case .keyMetadata:
            attributes.metadata = try readMetadata()
        default:
            return false
        }
        recordOffset = recordOffset ?? start
        return true
    }

    /// Reads the metadata block, behind which a type must stand.
    private mutating func readMetadata() throws(Fault) -> ByteString {
        window.keep()
        let start = window.offset
        try KeyMetadata.skip(&window, in: context)
        let block = ByteString(window.kept(start..<window.offset))
        window.drop()
        let end = window.offset
        if let byte = try window.peek(), Opcode(wire: byte, dialect: format.dialect) != nil {
            throw Fault(.badType, at: end, detail: Int(byte))
        }
        return block
    }

    mutating func readKey(type wire: UInt8, at start: Int) throws(Fault) -> KeyFrame {
        guard let type = ObjectType(wire: wire, dialect: format.dialect), type != .modulePreGA
        else { throw .unknownType(wire, in: format.dialect, at: start) }
        try RDBString.append(from: &window, to: &keyText, in: context)
        keep()
        let payloadStart = window.offset
        let module = type == .module ? try peekModule() : nil
        try type.skip(&window, in: context)
        payloadRange = payloadStart..<window.offset
        let frame = KeyFrame(
            database: database,
            attributes: attributes,
            type: type,
            recordOffset: recordOffset ?? start,
            payloadRange: payloadRange,
            module: module
        )
        attributes = KeyAttributes()
        recordOffset = nil
        return frame
    }

    /// The module whose value begins here, without reading it.
    private mutating func peekModule() throws(Fault) -> ModuleID {
        let context = context
        let start = window.offset
        let head = try window.peek(RDBLength.byteCountMax).array
        var cursor = ByteCursor(head.rawSpan, at: start)
        return ModuleID(rawValue: try RDBLength.read(from: &cursor, in: context))
    }
}

/// The block that `KEY_META` carries: length n (at most 7), then n × (u32 class, module stream).
enum KeyMetadata {
    private static let classesMax = 7

    static func skip<R: ByteReading & ~Copyable & ~Escapable>(
        _ reader: inout R,
        in context: PayloadContext
    ) throws(Fault) {
        let start = reader.offset
        let count = try RDBLength.read(from: &reader, in: context)
        guard count <= classesMax else {
            throw Fault(.badModule, at: start, detail: Int(clamping: count))
        }
        for _ in 0..<count {
            try reader.skip(4)
            try ModuleStream.skip(&reader, in: context)
        }
    }
}
