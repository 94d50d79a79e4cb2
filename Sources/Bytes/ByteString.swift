/// An owned run of bytes: a key, a field, an element; no encoding is implied.
@frozen
public struct ByteString: Sendable {
    /// The bytes.
    public var array: [UInt8]

    /// Takes an array of bytes.
    @inlinable
    public init(_ array: [UInt8]) {
        self.array = array
    }

    /// Copies the bytes of a span.
    @inlinable
    public init(_ span: RawSpan) {
        array = span.array
    }

    /// The UTF-8 bytes of a text.
    @inlinable
    public init(_ text: String) {
        array = Array(text.utf8)
    }

    /// The canonical decimal text of an integer.
    @inlinable
    public init(decimal value: Int64) {
        array = DecimalText(value).bytes.array
    }

    /// No bytes.
    @inlinable
    public init() {
        array = []
    }

    /// Number of bytes.
    @inlinable
    public var count: Int { array.count }

    /// Whether there are no bytes.
    @inlinable
    public var isEmpty: Bool { array.isEmpty }

    /// A view of the bytes.
    @inlinable
    public var bytes: RawSpan {
        @_lifetime(borrow self)
        get { array.rawSpan }
    }

    /// The bytes for a message: printable ASCII, the rest as `\xHH`.
    public var printable: String { bytes.printable }
}

extension ByteString: Hashable, Comparable {
    /// Whether both hold the same bytes.
    @inlinable
    public static func == (left: ByteString, right: ByteString) -> Bool {
        left.array == right.array
    }

    /// Orders by bytes, the shorter first: the servers' order of members with equal scores.
    public static func < (left: ByteString, right: ByteString) -> Bool {
        left.bytes.compareBytes(right.bytes) < 0
    }
}

extension ByteString: ExpressibleByStringLiteral, CustomStringConvertible {
    /// The UTF-8 bytes of a literal.
    @inlinable
    public init(stringLiteral value: String) {
        self.init(value)
    }

    /// The bytes for a message.
    public var description: String { printable }
}
