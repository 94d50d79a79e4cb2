import RedoubtBytes
import RedoubtValues

/// What stands between keys.
extension FrameReader {
    /// Reads what follows an opcode that is neither the end nor an attribute of a key.
    mutating func readFrame(_ opcode: Opcode, at start: Int) throws(Fault) -> Frame {
        switch opcode {
        case .selectDatabase:
            let number = try length()
            guard let database = Int(exactly: number) else { throw Fault(.badLength, at: start) }
            self.database = database
            return .selectDatabase(database)
        case .resizeDatabase:
            return .resize(keys: try length(), expires: try length())
        case .auxiliary:
            return .auxiliary(name: try string(), value: try string())
        case .moduleAuxiliary:
            return .moduleAuxiliary(try readModuleAuxiliary())
        case .functionPreGA:
            return .functionPreGA(try readFunctionPreGA())
        case .function:
            return .function(try string())
        case .slotInfo:
            return .slotInfo(
                SlotInfo(slot: try length(), keys: try length(), expires: try length())
            )
        case .slotImport:
            return .slotImport(try readSlotImport())
        case .hashTemplate:
            return .hashTemplate(id: try readTemplate(at: start))
        case .enterpriseSlot, .enterpriseIdle:
            return .enterprise(opcode: opcode.wire, value: try length())
        case .end, .expirySeconds, .expiryMilliseconds, .frequency, .idle, .keyMetadata:
            throw Fault(.unknownOpcode, at: start, detail: Int(opcode.wire))
        }
    }

    private mutating func length() throws(Fault) -> UInt64 {
        try RDBLength.read(from: &window, in: context)
    }

    private mutating func string() throws(Fault) -> ByteString {
        try RDBString.owned(from: &window, in: context)
    }

    private mutating func readFunctionPreGA() throws(Fault) -> FunctionPreGA {
        let name = try string()
        let engine = try string()
        let description: ByteString? = try length() == 0 ? nil : try string()
        return FunctionPreGA(
            name: name,
            engine: engine,
            description: description,
            code: try string()
        )
    }

    private mutating func readSlotImport() throws(Fault) -> SlotImport {
        let job = try string()
        let count = try RDBLength.count(from: &window, sizeMin: 2, in: context)
        var ranges: [SlotImport.SlotRange] = []
        for _ in 0..<count {
            ranges.append(SlotImport.SlotRange(first: try length(), last: try length()))
        }
        return SlotImport(job: job, ranges: ranges)
    }

    private mutating func readModuleAuxiliary() throws(Fault) -> ModuleAuxiliary {
        keep(always: true)
        let start = window.offset
        let id = ModuleID(rawValue: try length())
        guard try length() == ModuleStream.unsigned else { throw Fault(.badModule, at: start) }
        let when = try length()
        try ModuleStream.skip(&window, in: context)
        payloadRange = start..<window.offset
        return ModuleAuxiliary(id: id, when: when, range: payloadRange)
    }

    /// Reads a template, whose fields ascend by length and then by bytes.
    private mutating func readTemplate(at start: Int) throws(Fault) -> UInt64 {
        let id = try length()
        let count = try RDBLength.count(from: &window, in: context)
        var fields: [ByteString] = []
        for _ in 0..<count {
            let field = try string()
            if let last = fields.last {
                guard (last.count, last) < (field.count, field) else {
                    throw Fault(.badTemplate, at: start)
                }
            }
            fields.append(field)
        }
        guard count > 0, context.templates.declare(id, fields: fields) else {
            throw Fault(.badTemplate, at: start)
        }
        return id
    }
}
