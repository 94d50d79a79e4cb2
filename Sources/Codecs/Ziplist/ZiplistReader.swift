public import RedoubtBytes

/// Walks the entries of a ziplist from first to last; see ``ZiplistFormat`` for its bytes.
///
/// Nothing is copied or allocated. The header is checked at the start, every entry when it is
/// reached, with the size that it gives for the one before, and the count and the offset of the
/// last entry at the end.
@frozen
public struct ZiplistReader: ~Escapable {
    @usableFromInline let blob: RawSpan
    @usableFromInline let base: Int
    /// Index of the end mark.
    @usableFromInline let end: Int
    @usableFromInline var index: Int
    /// Size of the entry before `index`.
    @usableFromInline var previousSize: Int
    @usableFromInline var passed: Int

    /// Checks the header of a blob that stands at the absolute offset `offset` of its input.
    @inlinable
    @_lifetime(copy blob)
    public init(_ blob: RawSpan, at offset: Int = 0) throws(Fault) {
        let size = blob.byteCount
        guard size >= ZiplistFormat.emptySize,
            Int(blob.loadLittleEndian(UInt32.self, at: 0)) == size,
            Int(blob.loadLittleEndian(UInt32.self, at: 4)) < size,
            blob[byte: size &- 1] == ZiplistFormat.endMark
        else { throw Fault(.badZiplist, at: offset) }
        self.blob = blob
        self.base = offset
        self.end = size &- 1
        self.index = ZiplistFormat.headerSize
        self.previousSize = 0
        self.passed = 0
    }

    /// The number of entries that the header gives, or nil if it gives none.
    @inlinable
    public var countHint: Int? {
        let count = Int(blob.loadLittleEndian(UInt16.self, at: 8))
        return count == ZiplistFormat.unknownCount ? nil : count
    }

    /// Number of entries read so far.
    @inlinable
    public var passedCount: Int { passed }

    /// Absolute offset of the next entry.
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
            try checkTotals()
            return nil
        }
        let start = try encodingStart()
        let lead = blob[byte: start]
        if lead < 0x40 { return try string(start, header: 1, count: Int(lead)) }
        if lead < 0xC0 { return try longString(start, lead) }
        return try integer(start, lead)
    }

    /// Passes over one entry; false exactly at the end mark.
    @inlinable
    @_lifetime(self: copy self)
    public mutating func skip() throws(Fault) -> Bool {
        try next() != nil
    }

    /// Reads the size of the previous entry and holds it against the real one; returns the index
    /// of the encoding byte, which stands before the end mark.
    @inlinable
    func encodingStart() throws(Fault) -> Int {
        let lead = blob[byte: index]
        if lead < ZiplistFormat.longPrevious {
            guard Int(lead) == previousSize, end &- index > 1 else { throw damaged() }
            return index &+ 1
        }
        guard lead == ZiplistFormat.longPrevious, end &- index > 5,
            Int(blob.loadLittleEndian(UInt32.self, at: index &+ 1)) == previousSize
        else { throw damaged() }
        return index &+ 5
    }

    @inlinable
    @_lifetime(self: copy self)
    @_lifetime(copy self)
    mutating func longString(_ start: Int, _ lead: UInt8) throws(Fault) -> PackedElement {
        if lead < 0x80 {
            guard end &- start >= 2 else { throw damaged() }
            let count = Int(lead & 0x3F) << 8 | Int(blob[byte: start &+ 1])
            return try string(start, header: 2, count: count)
        }
        guard end &- start >= 5 else { throw damaged() }
        let length = blob.loadLittleEndian(UInt32.self, at: start &+ 1).byteSwapped
        return try string(start, header: 5, count: Int(length))
    }

    @inlinable
    @_lifetime(self: copy self)
    @_lifetime(copy self)
    mutating func integer(_ start: Int, _ lead: UInt8) throws(Fault) -> PackedElement {
        let data = start &+ 1
        switch lead {
        case 0xC0:
            try take(start, 3)
            return PackedElement(integer: Int64(blob.loadLittleEndian(Int16.self, at: data)))
        case 0xD0:
            try take(start, 5)
            return PackedElement(integer: Int64(blob.loadLittleEndian(Int32.self, at: data)))
        case 0xE0:
            try take(start, 9)
            return PackedElement(integer: blob.loadLittleEndian(Int64.self, at: data))
        case 0xF0:
            try take(start, 4)
            return PackedElement(integer: blob.loadInt24(at: data))
        case 0xFE:
            try take(start, 2)
            return PackedElement(integer: Int64(blob.loadLittleEndian(Int8.self, at: data)))
        case 0xF1...0xFD:
            try take(start, 1)
            return PackedElement(integer: Int64(lead & 0x0F) &- 1)
        default:
            throw damaged()
        }
    }

    @inlinable @inline(__always)
    @_lifetime(self: copy self)
    @_lifetime(copy self)
    mutating func string(
        _ start: Int,
        header: Int,
        count: Int
    ) throws(Fault) -> PackedElement {
        try take(start, header &+ count)
        let data = start &+ header
        return PackedElement(bytes: blob.extracting(data..<(data &+ count)))
    }

    /// Checks that `size` bytes stand between `start` and the end mark and ends the entry there.
    @inlinable @inline(__always)
    @_lifetime(self: copy self)
    mutating func take(_ start: Int, _ size: Int) throws(Fault) {
        guard size <= end &- start else { throw damaged() }
        let following = start &+ size
        previousSize = following &- index
        index = following
        passed &+= 1
    }

    @inlinable
    func checkTotals() throws(Fault) {
        let count = Int(blob.loadLittleEndian(UInt16.self, at: 8))
        guard count == ZiplistFormat.unknownCount || count == passed else { throw damaged() }
        guard passed > 0 else { return }
        let last = Int(blob.loadLittleEndian(UInt32.self, at: 4))
        guard last == end &- previousSize else { throw damaged() }
    }

    @usableFromInline
    @inline(never)
    func damaged() -> Fault {
        Fault(.badZiplist, at: offset)
    }
}
