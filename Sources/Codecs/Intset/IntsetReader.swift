public import RedoubtBytes

/// Walks the members of an intset: a set of integers in ascending order.
///
/// | Offset | Size | Field |
/// |---|---|---|
/// | 0 | 4 | width of a member: 2, 4 or 8, little-endian |
/// | 4 | 4 | number of members, little-endian, never 0 |
/// | 8 | width × count | members, signed, little-endian, strictly ascending |
///
/// The order is not checked here, as servers do not check it by default; ``IntsetCheck`` does.
@frozen
public struct IntsetReader: ~Escapable {
    @usableFromInline let blob: RawSpan
    @usableFromInline let base: Int
    @usableFromInline let width: Int
    @usableFromInline var index: Int

    /// Number of members.
    public let count: Int

    /// Checks the header of a blob that stands at the absolute offset `offset` of its input.
    @inlinable
    @_lifetime(copy blob)
    public init(_ blob: RawSpan, at offset: Int = 0) throws(Fault) {
        guard blob.byteCount >= 8 else { throw Fault(.badIntset, at: offset) }
        let width = Int(blob.loadLittleEndian(UInt32.self, at: 0))
        let count = Int(blob.loadLittleEndian(UInt32.self, at: 4))
        guard width == 2 || width == 4 || width == 8, count > 0,
            blob.byteCount &- 8 == width &* count
        else { throw Fault(.badIntset, at: offset) }
        self.blob = blob
        self.base = offset
        self.width = width
        self.count = count
        self.index = 8
    }

    /// Absolute offset of the next member.
    @inlinable
    public var offset: Int { base &+ index }

    /// The next member, or nil behind the last.
    @inlinable
    @_lifetime(self: copy self)
    public mutating func next() throws(Fault) -> Int64? {
        guard index < blob.byteCount else { return nil }
        let start = index
        index = start &+ width
        switch width {
        case 2: return Int64(blob.loadLittleEndian(Int16.self, at: start))
        case 4: return Int64(blob.loadLittleEndian(Int32.self, at: start))
        default: return blob.loadLittleEndian(Int64.self, at: start)
        }
    }
}
