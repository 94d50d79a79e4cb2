public import RedoubtBytes

/// One field of a zipmap with its value, as views of the blob.
@frozen
public struct ZipmapPair: ~Escapable {
    /// The field.
    public let field: RawSpan
    /// The value, without its padding.
    public let value: RawSpan

    @inlinable
    @_lifetime(copy field, copy value)
    init(field: RawSpan, value: RawSpan) {
        self.field = field
        self.value = value
    }
}

/// Walks the pairs of a zipmap: the small hashes of Redis 2.4 and before.
///
/// | Size | Field |
/// |---|---|
/// | 1 | number of pairs; 254 and 255: not known |
/// | … | pairs |
/// | 1 | end mark, `FF` |
///
/// A pair is the length of the field, the field, the length of the value, one byte with the number
/// of padding bytes, the value and the padding. A length is one byte below 254, else `FE` and a
/// little-endian `u32`.
///
/// Servers refuse a count byte of 255, which no release ever wrote; it is read here like 254. An
/// empty zipmap and a field that stands twice are left to the caller.
@frozen
public struct ZipmapReader: ~Escapable {
    @usableFromInline let blob: RawSpan
    @usableFromInline let base: Int
    /// Index of the end mark.
    @usableFromInline let end: Int
    @usableFromInline var index: Int
    @usableFromInline var passed: Int

    /// Checks the frame of a blob that stands at the absolute offset `offset` of its input.
    @inlinable
    @_lifetime(copy blob)
    public init(_ blob: RawSpan, at offset: Int = 0) throws(Fault) {
        let size = blob.byteCount
        guard size >= 2, blob[byte: size &- 1] == 0xFF else {
            throw Fault(.badZipmap, at: offset)
        }
        self.blob = blob
        self.base = offset
        self.end = size &- 1
        self.index = 1
        self.passed = 0
    }

    /// The number of pairs that the first byte gives, or nil if it gives none.
    @inlinable
    public var countHint: Int? {
        let count = blob[byte: 0]
        return count >= 254 ? nil : Int(count)
    }

    /// Absolute offset of the next pair.
    @inlinable
    public var offset: Int { base &+ index }

    /// The next pair, or nil exactly at the end mark.
    @inlinable
    @_lifetime(self: copy self)
    @_lifetime(copy self)
    public mutating func next() throws(Fault) -> ZipmapPair? {
        guard index < end else {
            if let count = countHint, count != passed { throw damaged() }
            return nil
        }
        let field = try run(padded: false)
        let value = try run(padded: true)
        passed &+= 1
        return ZipmapPair(field: field, value: value)
    }

    /// Reads a length and as many bytes; a value has its padding byte between the two.
    @inlinable
    @_lifetime(self: copy self)
    @_lifetime(copy self)
    mutating func run(padded: Bool) throws(Fault) -> RawSpan {
        let count = try length()
        var padding = 0
        if padded {
            guard index < end else { throw damaged() }
            padding = Int(blob[byte: index])
            index &+= 1
        }
        guard count <= end &- index, padding <= end &- index &- count else { throw damaged() }
        let start = index
        index = start &+ count &+ padding
        return blob.extracting(start..<(start &+ count))
    }

    @inlinable
    @_lifetime(self: copy self)
    mutating func length() throws(Fault) -> Int {
        guard index < end else { throw damaged() }
        let lead = blob[byte: index]
        if lead < 254 {
            index &+= 1
            return Int(lead)
        }
        guard lead == 254, end &- index >= 5 else { throw damaged() }
        let count = Int(blob.loadLittleEndian(UInt32.self, at: index &+ 1))
        index &+= 5
        return count
    }

    @usableFromInline
    @inline(never)
    func damaged() -> Fault {
        Fault(.badZipmap, at: offset)
    }
}
