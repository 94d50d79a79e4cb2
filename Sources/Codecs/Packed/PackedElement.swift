public import RedoubtBytes

/// One element of a listpack or a ziplist: an integer or a run of bytes.
///
/// The element *is* its text: an integer stands for its canonical decimal digits, and two encodings
/// of the same text are the same element. The bytes are a view of the blob.
@frozen
public struct PackedElement: ~Escapable {
    /// Whether the element is stored as an integer.
    public let isInteger: Bool
    /// The integer, or 0 if the element is not stored as one.
    public let integer: Int64
    /// The bytes, or none if the element is stored as an integer.
    public let bytes: RawSpan

    /// An element stored as an integer.
    @inlinable @inline(__always)
    @_lifetime(immortal)
    public init(integer: Int64) {
        self.isInteger = true
        self.integer = integer
        self.bytes = RawSpan()
    }

    /// An element stored as bytes.
    @inlinable @inline(__always)
    @_lifetime(copy bytes)
    public init(bytes: RawSpan) {
        self.isInteger = false
        self.integer = 0
        self.bytes = bytes
    }

    /// Calls `body` with the text of the element; nothing is allocated for an integer.
    @inlinable
    public func withText<R: ~Copyable, E: Error>(_ body: (RawSpan) throws(E) -> R) throws(E) -> R {
        guard isInteger else { return try body(bytes) }
        let text = DecimalText(integer)
        return try body(text.bytes)
    }

    /// An owned copy of the text.
    @inlinable
    public var text: ByteString {
        isInteger ? ByteString(decimal: integer) : ByteString(bytes)
    }

    /// The element as an integer, if its text is the canonical decimal form of one.
    @inlinable
    public func integerValue() -> Int64? {
        isInteger ? integer : Int64(canonicalDecimal: bytes)
    }

    /// The element as the score of a sorted set; NaN is returned, and callers refuse it.
    @inlinable
    public func score() -> Double? {
        isInteger ? Double(integer) : ScoreText.parse(bytes)
    }
}
