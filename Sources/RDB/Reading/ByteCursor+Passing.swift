import RedoubtBytes

// What the generic readers do, over bytes in memory: the forms that nearly all lengths and strings
// have are told apart in place, and every other form, or fault, is left to the generic reader.

extension RDBLength {
    /// Reads a length, as ``read(from:in:)`` does.
    @inline(__always)
    @_lifetime(cursor: copy cursor)
    static func next(_ cursor: inout ByteCursor, in context: PayloadContext) throws(Fault) -> UInt64
    {
        let first = try cursor.byte()
        if first < 0x40 { return UInt64(first) }
        if first < 0x80 { return UInt64(first & 0x3F) << 8 | UInt64(try cursor.byte()) }
        return try read(behind: first, from: &cursor, in: context)
    }

    /// Reads a count of elements, as ``count(from:sizeMin:in:)`` does.
    @inline(__always)
    @_lifetime(cursor: copy cursor)
    static func nextCount(
        _ cursor: inout ByteCursor,
        sizeMin: Int,
        in context: PayloadContext
    ) throws(Fault) -> Int {
        guard let first = cursor.peek(), first < 0x40,
            Int(first) &* sizeMin < cursor.remaining
        else { return try count(from: &cursor, sizeMin: sizeMin, in: context) }
        try cursor.skip(1)
        return Int(first)
    }

    /// The value and the size of a length of one or two bytes at an index; a size of 0 for any
    /// other.
    @inline(__always)
    fileprivate static func short(_ bytes: RawSpan, at index: Int) -> (value: Int, size: Int) {
        guard index < bytes.byteCount else { return (0, 0) }
        let first = bytes[byte: index]
        if first < 0x40 { return (Int(first), 1) }
        guard first < 0x80, index &+ 1 < bytes.byteCount else { return (0, 0) }
        return (Int(first & 0x3F) << 8 | Int(bytes[byte: index &+ 1]), 2)
    }
}

extension RDBString {
    /// Passes over a string, as ``skip(_:in:)`` does.
    @inline(__always)
    @_lifetime(cursor: copy cursor)
    static func pass(_ cursor: inout ByteCursor, in context: PayloadContext) throws(Fault) {
        let bytes = cursor.source
        let index = cursor.position
        guard index &+ 1 < bytes.byteCount else { return try skip(&cursor, in: context) }
        let size = shortSize(bytes[byte: index], bytes[byte: index &+ 1])
        guard size > 0 else { return try passLong(&cursor, in: context) }
        try cursor.skip(size)
    }

    /// Passes over a string that is not short, as ``skip(_:in:)`` does.
    @inline(never)
    @_lifetime(cursor: copy cursor)
    private static func passLong(
        _ cursor: inout ByteCursor,
        in context: PayloadContext
    ) throws(Fault) {
        let bytes = cursor.source
        let index = cursor.position &+ 1
        // Compressed: the lengths packed and expanded, then the packed bytes.
        guard bytes[byte: index &- 1] == 0xC3 else { return try skip(&cursor, in: context) }
        let packed = RDBLength.short(bytes, at: index)
        let expanded = RDBLength.short(bytes, at: index &+ packed.size)
        let end = index &+ packed.size &+ expanded.size &+ packed.value
        guard packed.size > 0, expanded.size > 0, end <= bytes.byteCount,
            expanded.value / expansionMax <= packed.value
        else { return try skip(&cursor, in: context) }
        try cursor.skip(end &- cursor.position)
    }

    /// Reads up to where the bytes of a string begin, as ``form(_:in:)`` does.
    @inline(__always)
    @_lifetime(cursor: copy cursor)
    static func next(_ cursor: inout ByteCursor, in context: PayloadContext) throws(Fault) -> Form {
        guard let first = cursor.peek(), first < 0x40 else {
            return try form(&cursor, in: context)
        }
        try cursor.skip(1)
        return .raw(count: Int(first))
    }

    /// Passes over a number and that many strings, or groups of them.
    @_lifetime(cursor: copy cursor)
    static func passCounted(
        _ cursor: inout ByteCursor,
        perElement: Int,
        in context: PayloadContext
    ) throws(Fault) {
        let count = try RDBLength.nextCount(&cursor, sizeMin: perElement, in: context)
        // The bytes that remain bound the count, and it may not overflow.
        for _ in 0..<(count &* perElement) { try pass(&cursor, in: context) }
    }

    /// The size of a string of a short form, from its first two bytes; 0 for any other form.
    ///
    /// Short are a length of one or two bytes with the bytes behind it, and integers.
    @inline(__always)
    static func shortSize(_ first: UInt8, _ second: UInt8) -> Int {
        if first < 0x40 { return 1 &+ Int(first) }
        if first < 0x80 { return 2 &+ (Int(first & 0x3F) << 8 | Int(second)) }
        // Integers of one, two and four bytes.
        return first >= 0xC0 && first <= 0xC2 ? 1 &+ 1 << Int(first & 3) : 0
    }
}

extension ObjectType {
    /// Passes over the payload of a value, as ``skip(_:in:)`` does.
    @inline(__always)
    @_lifetime(cursor: copy cursor)
    func pass(_ cursor: inout ByteCursor, in context: PayloadContext) throws(Fault) {
        switch self {
        case _ where isSingleString:
            try RDBString.pass(&cursor, in: context)
        case .list, .set, .listQuicklist:
            try RDBString.passCounted(&cursor, perElement: 1, in: context)
        case .hash:
            try RDBString.passCounted(&cursor, perElement: 2, in: context)
        case .sortedSetBinary:
            try SortedSetTypes.passBinary(&cursor, in: context)
        case .listQuicklist2:
            try ListTypes.passQuicklist2(&cursor, in: context)
        default:
            try skip(&cursor, in: context)
        }
    }
}

extension SortedSetTypes {
    @_lifetime(cursor: copy cursor)
    fileprivate static func passBinary(
        _ cursor: inout ByteCursor,
        in context: PayloadContext
    ) throws(Fault) {
        let count = try RDBLength.nextCount(&cursor, sizeMin: 9, in: context)
        for _ in 0..<count {
            try RDBString.pass(&cursor, in: context)
            try cursor.skip(8)
        }
    }
}

extension ListTypes {
    @_lifetime(cursor: copy cursor)
    fileprivate static func passQuicklist2(
        _ cursor: inout ByteCursor,
        in context: PayloadContext
    ) throws(Fault) {
        let count = try RDBLength.nextCount(&cursor, sizeMin: 2, in: context)
        for _ in 0..<count {
            _ = try RDBLength.next(&cursor, in: context)
            try RDBString.pass(&cursor, in: context)
        }
    }
}
