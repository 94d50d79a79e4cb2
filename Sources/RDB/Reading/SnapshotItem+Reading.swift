public import RedoubtBytes
import RedoubtValues

extension SnapshotItem {
    /// Reads the item with which `bytes` begin.
    ///
    /// - Parameters:
    ///   - bytes: the input from the item on; it may end anywhere behind it.
    ///   - offset: where they stand in the input.
    ///   - context: the file.
    public init(_ bytes: RawSpan, at offset: Int, in context: PayloadContext) throws(Fault) {
        var cursor = ByteCursor(bytes, at: offset)
        let (attributes, wire) = try Self.attributes(&cursor, in: context)
        let kind: Kind
        if let opcode = Opcode(wire: wire, dialect: context.format.dialect) {
            kind = try Self.kind(opcode, &cursor, in: context)
        } else {
            kind = .key(try Self.key(wire, attributes, &cursor, in: context))
        }
        self.kind = kind
        range = offset..<cursor.offset
    }

    /// Reads what stands in front of a type, and the type or opcode itself.
    @_lifetime(cursor: copy cursor)
    fileprivate static func attributes(
        _ cursor: inout ByteCursor,
        in context: PayloadContext
    ) throws(Fault) -> (KeyAttributes, UInt8) {
        var attributes = KeyAttributes()
        let start = cursor.position
        while true {
            let wire = try cursor.byte()
            switch Opcode(wire: wire, dialect: context.format.dialect) {
            case .expirySeconds:
                attributes.expiresAtMs = Int64(try cursor.littleEndian(Int32.self)) * 1000
            case .expiryMilliseconds:
                attributes.expiresAtMs = try cursor.littleEndian(Int64.self)
            case .frequency: attributes.frequency = try cursor.byte()
            case .idle: attributes.idleSeconds = try RDBLength.next(&cursor, in: context)
            case .keyMetadata:
                let start = cursor.position
                try KeyMetadata.skip(&cursor, in: context)
                let block = cursor.source.extracting(start..<cursor.position)
                attributes.metadata = ByteString(block)
            case let opcode:
                // Attributes belong to a key: in front of anything else they are damage.
                guard cursor.position &- start == 1 || opcode == nil else {
                    throw Fault(.unknownOpcode, at: cursor.offset &- 1, detail: Int(wire))
                }
                return (attributes, wire)
            }
        }
    }

    @_lifetime(cursor: copy cursor)
    private static func key(
        _ wire: UInt8,
        _ attributes: KeyAttributes,
        _ cursor: inout ByteCursor,
        in context: PayloadContext
    ) throws(Fault) -> Key {
        let start = cursor.offset
        guard let type = ObjectType(wire: wire, dialect: context.format.dialect),
            type != .modulePreGA
        else { throw .unknownType(wire, in: context.format.dialect, at: start &- 1) }
        try RDBString.pass(&cursor, in: context)
        let payloadStart = cursor.offset
        try type.pass(&cursor, in: context)
        return Key(
            type: type,
            attributes: attributes,
            nameRange: start..<payloadStart,
            payloadRange: payloadStart..<cursor.offset
        )
    }

    @_lifetime(cursor: copy cursor)
    private static func kind(
        _ opcode: Opcode,
        _ cursor: inout ByteCursor,
        in context: PayloadContext
    ) throws(Fault) -> Kind {
        let start = cursor.offset
        switch opcode {
        case .end: return .end
        case .selectDatabase:
            let number = try RDBLength.next(&cursor, in: context)
            guard let database = Int(exactly: number) else { throw Fault(.badLength, at: start) }
            return .selectDatabase(database)
        case .resizeDatabase:
            let keys = try RDBLength.next(&cursor, in: context)
            return .resize(keys: keys, expires: try RDBLength.next(&cursor, in: context))
        case .auxiliary:
            for _ in 0..<2 { try RDBString.pass(&cursor, in: context) }
            return .auxiliary
        case .function:
            try RDBString.pass(&cursor, in: context)
            return .function
        case .functionPreGA:
            for _ in 0..<2 { try RDBString.pass(&cursor, in: context) }
            let strings = try RDBLength.next(&cursor, in: context) == 0 ? 1 : 2
            for _ in 0..<strings { try RDBString.pass(&cursor, in: context) }
            return .function
        case .moduleAuxiliary:
            try passModuleAuxiliary(&cursor, in: context)
            return .moduleAuxiliary
        case .hashTemplate: return try template(&cursor, in: context)
        case .slotInfo:
            for _ in 0..<3 { _ = try RDBLength.next(&cursor, in: context) }
            return .hint
        case .slotImport:
            try RDBString.pass(&cursor, in: context)
            let count = try RDBLength.count(from: &cursor, sizeMin: 2, in: context)
            for _ in 0..<(2 * count) { _ = try RDBLength.next(&cursor, in: context) }
            return .slotImport
        case .enterpriseSlot, .enterpriseIdle:
            _ = try RDBLength.next(&cursor, in: context)
            return .hint
        case .expirySeconds, .expiryMilliseconds, .frequency, .idle, .keyMetadata:
            throw Fault(.unknownOpcode, at: start, detail: Int(opcode.wire))
        }
    }

    @_lifetime(cursor: copy cursor)
    private static func passModuleAuxiliary(
        _ cursor: inout ByteCursor,
        in context: PayloadContext
    ) throws(Fault) {
        let start = cursor.offset
        _ = try RDBLength.next(&cursor, in: context)
        guard try RDBLength.next(&cursor, in: context) == ModuleStream.unsigned else {
            throw Fault(.badModule, at: start)
        }
        _ = try RDBLength.next(&cursor, in: context)
        try ModuleStream.skip(&cursor, in: context)
    }

    @_lifetime(cursor: copy cursor)
    private static func template(
        _ cursor: inout ByteCursor,
        in context: PayloadContext
    ) throws(Fault) -> Kind {
        let start = cursor.offset
        let id = try RDBLength.next(&cursor, in: context)
        let count = try RDBLength.count(from: &cursor, in: context)
        var fields: [ByteString] = []
        for _ in 0..<count {
            let field = try RDBString.owned(from: &cursor, in: context)
            if let last = fields.last, (field.count, field) <= (last.count, last) {
                throw Fault(.badTemplate, at: start)
            }
            fields.append(field)
        }
        guard count > 0 else { throw Fault(.badTemplate, at: start) }
        return .hashTemplate(id: id, fields: fields)
    }
}

extension KeyHeading {
    /// Reads what stands in front of a value; nil where no key with a readable name begins.
    public init?(_ bytes: RawSpan, at offset: Int, in context: PayloadContext) {
        var cursor = ByteCursor(bytes, at: offset)
        do throws(Fault) {
            let (attributes, wire) = try SnapshotItem.attributes(&cursor, in: context)
            guard let type = ObjectType(wire: wire, dialect: context.format.dialect),
                Opcode(wire: wire, dialect: context.format.dialect) == nil
            else { return nil }
            self.type = type
            self.attributes = attributes
            name = try RDBString.owned(from: &cursor, in: context)
            payloadOffset = cursor.offset
        } catch {
            return nil
        }
    }
}

extension SnapshotItem.Key {
    /// Reads the name from the item's bytes, which stand at `offset`.
    public func name(in bytes: RawSpan, at offset: Int, _ context: PayloadContext) -> ByteString {
        let range = (nameRange.lowerBound - offset)..<(nameRange.upperBound - offset)
        var cursor = ByteCursor(bytes.extracting(range))
        return (try? RDBString.owned(from: &cursor, in: context)) ?? ByteString()
    }
}
