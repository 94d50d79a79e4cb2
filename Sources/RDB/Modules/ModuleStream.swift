import RedoubtBytes

/// What modules save: values behind opcodes, of which each is a length, up to an end mark.
///
/// | Opcode | Meaning  | Payload              |
/// |--------|----------|----------------------|
/// | 0      | end      | –                    |
/// | 1, 2   | integer  | length, all 64 bits  |
/// | 3      | float    | four bytes           |
/// | 4      | double   | eight bytes          |
/// | 5      | string   | string               |
///
/// The stream can be passed over and carried byte for byte without knowing the module.
enum ModuleStream {
    static let end: UInt64 = 0
    static let signed: UInt64 = 1
    static let unsigned: UInt64 = 2
    private static let float: UInt64 = 3
    static let double: UInt64 = 4
    static let string: UInt64 = 5

    /// Passes over everything up to and with the end mark.
    static func skip<R: ByteReading & ~Copyable & ~Escapable>(
        _ reader: inout R,
        in context: PayloadContext
    ) throws(Fault) {
        while true {
            let start = reader.offset
            switch try RDBLength.read(from: &reader, in: context) {
            case end: return
            case signed, unsigned: _ = try RDBLength.read(from: &reader, in: context)
            case float: try reader.skip(4)
            case double: try reader.skip(8)
            case string: try RDBString.skip(&reader, in: context)
            case let opcode: throw Fault(.badModule, at: start, detail: Int(clamping: opcode))
            }
        }
    }
}
