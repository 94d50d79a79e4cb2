/// A position in bytes that are all in memory; every read is checked against the end.
///
/// It neither owns nor copies: the spans that it hands out are views of the bytes that it was made
/// from and live as long as those.
@frozen
public struct ByteCursor: ~Escapable, ByteReading {
    @usableFromInline let span: RawSpan
    @usableFromInline let start: Int
    @usableFromInline var index: Int

    /// Starts at the first of `bytes`, which stands at the absolute offset `start` of its input.
    @inlinable
    @_lifetime(copy bytes)
    public init(_ bytes: RawSpan, at start: Int = 0) {
        self.span = bytes
        self.start = start
        self.index = 0
    }

    /// All bytes that the cursor was made from.
    @inlinable
    public var source: RawSpan {
        @_lifetime(copy self)
        get { span }
    }

    /// Index of the next byte within the bytes that the cursor reads.
    @inlinable @inline(__always)
    public var position: Int { index }

    /// Number of bytes not yet read.
    @inlinable @inline(__always)
    public var remaining: Int { span.byteCount &- index }

    /// Whether every byte was read.
    @inlinable
    public var isAtEnd: Bool { index == span.byteCount }

    /// Absolute offset of the next byte in its input.
    @inlinable @inline(__always)
    public var offset: Int { start &+ index }

    /// The most bytes that can still follow: those that remain.
    @inlinable
    public var remainingMax: Int { remaining }

    /// The next byte without reading it, or nil at the end.
    @inlinable
    public func peek() -> UInt8? {
        index < span.byteCount ? span[byte: index] : nil
    }

    /// Reads one byte.
    @inlinable @inline(__always)
    @_lifetime(self: copy self)
    public mutating func byte() throws(Fault) -> UInt8 {
        guard index < span.byteCount else { throw truncated() }
        let value = span[byte: index]
        advance(1)
        return value
    }

    /// Reads `count` bytes as a view that lives as long as the source of the cursor.
    @inlinable @inline(__always)
    @_lifetime(self: copy self)
    @_lifetime(copy self)
    public mutating func view(_ count: Int) throws(Fault) -> RawSpan {
        guard count >= 0, count <= remaining else { throw truncated() }
        let part = span.extracting(index..<(index &+ count))
        advance(count)
        return part
    }

    /// Reads `count` bytes without copying.
    @inlinable @inline(__always)
    @_lifetime(&self)
    public mutating func bytes(_ count: Int) throws(Fault) -> RawSpan {
        try view(count)
    }

    /// Passes over `count` bytes.
    @inlinable @inline(__always)
    @_lifetime(self: copy self)
    public mutating func skip(_ count: Int) throws(Fault) {
        guard count >= 0, count <= remaining else { throw truncated() }
        advance(count)
    }

    /// Reads everything that is left.
    @inlinable
    @_lifetime(self: copy self)
    @_lifetime(copy self)
    public mutating func rest() -> RawSpan {
        let part = span.extracting(index..<span.byteCount)
        advance(span.byteCount &- index)
        return part
    }

    @usableFromInline
    @inline(__always)
    @_lifetime(self: copy self)
    mutating func advance(_ count: Int) {
        index &+= count
    }

    @usableFromInline
    @inline(never)
    func truncated() -> Fault {
        Fault(.truncated, at: offset)
    }
}
