public import RedoubtBytes

/// Reads what a module saved, value by value.
///
/// Every value must be of the kind that the caller asks for; anything else is
/// ``RedoubtBytes/Fault/Reason/badModule`` at its offset. Counts are held against the bytes that
/// are left, so that no memory is taken for a claim.
public struct ModuleReader: ~Escapable {
    private var cursor: ByteCursor
    private let context: PayloadContext

    /// Starts at the first opcode of a value.
    ///
    /// - Parameters:
    ///   - payload: the opcode stream with its end mark, behind the module id.
    ///   - offset: where it stands in the input, for faults.
    ///   - context: the file that the value stands in.
    @_lifetime(copy payload)
    public init(_ payload: RawSpan, at offset: Int, in context: PayloadContext) {
        cursor = ByteCursor(payload, at: offset)
        self.context = context
    }

    /// Absolute offset of the next value.
    public var offset: Int { cursor.offset }

    /// Reads an unsigned integer.
    @_lifetime(self: copy self)
    public mutating func unsigned() throws(Fault) -> UInt64 {
        try expect(ModuleStream.unsigned, or: ModuleStream.signed)
        return try RDBLength.read(from: &cursor, in: context)
    }

    /// Reads a signed integer, which stands there in two's complement.
    @_lifetime(self: copy self)
    public mutating func signed() throws(Fault) -> Int64 {
        Int64(bitPattern: try unsigned())
    }

    /// Reads a number of things of which each takes `sizeMin` bytes or more.
    @_lifetime(self: copy self)
    public mutating func count(sizeMin: Int = 2) throws(Fault) -> Int {
        let start = cursor.offset
        let claimed = try unsigned()
        guard claimed <= UInt64(cursor.remaining / sizeMin) else {
            throw Fault(.badModule, at: start, detail: Int(clamping: claimed))
        }
        return Int(claimed)
    }

    /// Reads a double.
    @_lifetime(self: copy self)
    public mutating func double() throws(Fault) -> Double {
        try expect(ModuleStream.double)
        return try cursor.double()
    }

    /// Reads a string.
    @_lifetime(self: copy self)
    public mutating func string() throws(Fault) -> ByteString {
        try expect(ModuleStream.string)
        return try RDBString.owned(from: &cursor, in: context)
    }

    /// Reads a string of which only the size is wanted.
    @_lifetime(self: copy self)
    public mutating func stringByteCount() throws(Fault) -> Int {
        try expect(ModuleStream.string)
        switch try RDBString.form(&cursor, in: context) {
        case .raw(let count):
            try cursor.skip(count)
            return count
        case .integer(let value): return DecimalText(value).bytes.byteCount
        case .compressed(let count, let expandedCount):
            try cursor.skip(count)
            return expandedCount
        }
    }

    /// Reads the end mark, behind which nothing may stand.
    @_lifetime(self: copy self)
    public mutating func end() throws(Fault) {
        try expect(ModuleStream.end)
        guard cursor.isAtEnd else { throw Fault(.badModule, at: cursor.offset) }
    }

    @_lifetime(self: copy self)
    private mutating func expect(_ opcode: UInt64, or other: UInt64? = nil) throws(Fault) {
        let start = cursor.offset
        let found = try RDBLength.read(from: &cursor, in: context)
        guard found == opcode || found == other else {
            throw Fault(.badModule, at: start, detail: Int(clamping: found))
        }
    }
}
