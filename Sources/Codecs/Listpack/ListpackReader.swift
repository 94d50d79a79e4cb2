public import RedoubtBytes

/// Walks the elements of a listpack from first to last; see ``ListpackFormat`` for its bytes.
///
/// Nothing is copied or allocated. The header is checked at the start, every element when it is
/// reached, its backward length included, and the count at the end.
@frozen
public struct ListpackReader: ~Escapable {
    @usableFromInline let blob: RawSpan
    @usableFromInline let base: Int
    /// Index of the end mark.
    @usableFromInline let end: Int
    @usableFromInline var index: Int
    @usableFromInline var passed: Int

    /// Checks the header of a blob that stands at the absolute offset `offset` of its input.
    @inlinable
    @_lifetime(copy blob)
    public init(_ blob: RawSpan, at offset: Int = 0) throws(Fault) {
        let size = blob.byteCount
        guard size >= ListpackFormat.emptySize,
            Int(blob.loadLittleEndian(UInt32.self, at: 0)) == size,
            blob[byte: size &- 1] == ListpackFormat.endMark
        else { throw Fault(.badListpack, at: offset) }
        self.blob = blob
        self.base = offset
        self.end = size &- 1
        self.index = ListpackFormat.headerSize
        self.passed = 0
    }

    /// The number of elements that the header gives, or nil if it gives none.
    @inlinable
    public var countHint: Int? {
        let count = Int(blob.loadLittleEndian(UInt16.self, at: 4))
        return count == ListpackFormat.unknownCount ? nil : count
    }

    /// Number of elements read so far.
    @inlinable
    public var passedCount: Int { passed }

    /// Absolute offset of the next element.
    @inlinable
    public var offset: Int { base &+ index }

    /// Whether the end mark is next.
    @inlinable
    public var isAtEnd: Bool { index == end }

    /// The next element, or nil exactly at the end mark.
    @inlinable
    @_lifetime(self: copy self)
    @_lifetime(copy self)
    public mutating func next() throws(Fault) -> PackedElement? {
        guard index < end else {
            try checkCount()
            return nil
        }
        let lead = blob[byte: index]
        if lead < 0x80 {
            _ = try take(1)
            return PackedElement(integer: Int64(lead))
        }
        if lead < 0xC0 { return try string(header: 1, count: Int(lead & 0x3F)) }
        return try longForm(lead)
    }

    /// Passes over one element; false exactly at the end mark.
    @inlinable
    @_lifetime(self: copy self)
    public mutating func skip() throws(Fault) -> Bool {
        try next() != nil
    }

    @inlinable
    @_lifetime(self: copy self)
    @_lifetime(copy self)
    mutating func longForm(_ lead: UInt8) throws(Fault) -> PackedElement {
        switch lead {
        case 0xC0...0xDF:
            let start = try take(2)
            let bits = UInt16(lead & 0x1F) << 8 | UInt16(blob[byte: start &+ 1])
            return PackedElement(integer: Int64(Int16(bitPattern: bits << 3) >> 3))
        case 0xE0...0xEF:
            guard end &- index > 2 else { throw damaged() }
            let low = Int(blob[byte: index &+ 1])
            return try string(header: 2, count: Int(lead & 0x0F) << 8 | low)
        case 0xF0:
            guard end &- index > 5 else { throw damaged() }
            let count = Int(blob.loadLittleEndian(UInt32.self, at: index &+ 1))
            return try string(header: 5, count: count)
        case 0xF1:
            let start = try take(3)
            return PackedElement(
                integer: Int64(blob.loadLittleEndian(Int16.self, at: start &+ 1))
            )
        case 0xF2:
            let start = try take(4)
            return PackedElement(integer: blob.loadInt24(at: start &+ 1))
        case 0xF3:
            let start = try take(5)
            return PackedElement(
                integer: Int64(blob.loadLittleEndian(Int32.self, at: start &+ 1))
            )
        case 0xF4:
            let start = try take(9)
            return PackedElement(integer: blob.loadLittleEndian(Int64.self, at: start &+ 1))
        default:
            throw damaged()
        }
    }

    @inlinable @inline(__always)
    @_lifetime(self: copy self)
    @_lifetime(copy self)
    mutating func string(header: Int, count: Int) throws(Fault) -> PackedElement {
        let data = try take(header &+ count) &+ header
        return PackedElement(bytes: blob.extracting(data..<(data &+ count)))
    }

    /// Checks that an element of `size` bytes and its backward length stand here, and passes over
    /// both; returns where the element starts.
    @inlinable @inline(__always)
    @_lifetime(self: copy self)
    mutating func take(_ size: Int) throws(Fault) -> Int {
        let start = index
        guard size < end &- start else { throw damaged() }
        if size <= 127 {
            guard blob[byte: start &+ size] == UInt8(truncatingIfNeeded: size) else {
                throw damaged()
            }
            index = start &+ size &+ 1
        } else {
            try takeLong(size)
        }
        passed &+= 1
        return start
    }

    @usableFromInline
    @_lifetime(self: copy self)
    mutating func takeLong(_ size: Int) throws(Fault) {
        let count = ListpackFormat.backwardLengthSize(of: size)
        let start = index &+ size
        guard count <= end &- start else { throw damaged() }
        for position in 0..<count {
            let expected = ListpackFormat.backwardLengthByte(size, position, of: count)
            guard blob[byte: start &+ position] == expected else { throw damaged() }
        }
        index = start &+ count
    }

    @inlinable
    func checkCount() throws(Fault) {
        let count = Int(blob.loadLittleEndian(UInt16.self, at: 4))
        guard count == ListpackFormat.unknownCount || count == passed else { throw damaged() }
    }

    @usableFromInline
    @inline(never)
    func damaged() -> Fault {
        Fault(.badListpack, at: offset)
    }
}
