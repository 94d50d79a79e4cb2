import RedoubtBytes
public import RedoubtValues

/// One entry of a stream in memory.
///
/// Its fields stand in one run of bytes, field and value alternating, each behind its length in
/// seven-bit groups, lowest first; so that an entry costs one allocation.
public struct StreamEntry: Comparable, Sendable {
    /// The entry's id.
    public let id: StreamID
    /// Number of fields.
    public private(set) var fieldCount = 0
    private var packed: [UInt8] = []

    /// An entry without fields.
    public init(_ id: StreamID) {
        self.id = id
    }

    /// Adds a field at the end.
    public mutating func append(_ field: RawSpan, value: RawSpan) {
        pack(field)
        pack(value)
        fieldCount += 1
    }

    private mutating func pack(_ bytes: RawSpan) {
        var rest = bytes.byteCount
        while rest > 127 {
            packed.append(UInt8(rest & 127) | 128)
            rest >>= 7
        }
        packed.append(UInt8(rest))
        packed.reserveCapacity(packed.count + bytes.byteCount)
        for index in 0..<bytes.byteCount { packed.append(bytes[byte: index]) }
    }

    /// Calls `body` with each field and its value.
    public func forEachField<E: Error>(
        _ body: (_ field: RawSpan, _ value: RawSpan) throws(E) -> Void
    ) throws(E) {
        let bytes = packed.rawSpan
        var index = 0
        while index < bytes.byteCount {
            let field = Self.unpack(bytes, &index)
            let value = Self.unpack(bytes, &index)
            try body(bytes.extracting(field), bytes.extracting(value))
        }
    }

    private static func unpack(_ bytes: RawSpan, _ index: inout Int) -> Range<Int> {
        var count = 0
        var shift = 0
        while bytes[byte: index] > 127 {
            count |= Int(bytes[byte: index] & 127) << shift
            shift += 7
            index += 1
        }
        count |= Int(bytes[byte: index]) << shift
        let start = index + 1
        index = start + count
        return start..<index
    }

    /// Orders by id.
    public static func < (left: StreamEntry, right: StreamEntry) -> Bool {
        left.id < right.id
    }

    /// Whether both have the same id; ids are unique in a stream.
    public static func == (left: StreamEntry, right: StreamEntry) -> Bool {
        left.id == right.id
    }
}
