/// An owned run of bytes: a key, a field, an element; no encoding is implied.
///
/// Up to ``inlineMax`` bytes stand in the value itself and cost no allocation.
///
/// - Invariant: bytes that fit in line stand in line.
@frozen
public struct ByteString: Sendable {
    /// The most bytes that need no memory of their own.
    @inlinable public static var inlineMax: Int { 23 }

    /// Bytes that do not fit in line; nil if they do.
    @usableFromInline var heap: [UInt8]?
    @usableFromInline var small = InlineArray<23, UInt8>(repeating: 0)
    @usableFromInline var smallCount: UInt8 = 0

    /// Takes an array of bytes.
    @inlinable
    public init(_ array: [UInt8]) {
        if array.count > Self.inlineMax {
            heap = array
        } else {
            heap = nil
            fill(array.rawSpan)
        }
    }

    /// Copies the bytes of a span.
    @inlinable
    public init(_ span: RawSpan) {
        if span.byteCount > Self.inlineMax {
            heap = span.array
        } else {
            heap = nil
            fill(span)
        }
    }

    /// The UTF-8 bytes of a text.
    @inlinable
    public init(_ text: String) {
        self.init(Array(text.utf8))
    }

    /// The canonical decimal text of an integer.
    @inlinable
    public init(decimal value: Int64) {
        let text = DecimalText(value)
        self.init(text.bytes)
    }

    /// No bytes.
    @inlinable
    public init() {
        heap = nil
    }

    /// Number of bytes.
    @inlinable
    public var count: Int { heap?.count ?? Int(smallCount) }

    /// Whether there are no bytes.
    @inlinable
    public var isEmpty: Bool { count == 0 }

    /// A view of the bytes.
    @inlinable
    public var bytes: RawSpan {
        @_lifetime(borrow self)
        get {
            if let heap {
                // The array is kept by `self`.
                return unsafe _overrideLifetime(heap.rawSpan, borrowing: self)
            }
            // A span of bytes has no padding; it lives in `self`.
            return unsafe _overrideLifetime(
                small.span.bytes.extracting(first: Int(smallCount)),
                borrowing: self
            )
        }
    }

    /// The bytes as an array, which is changed in place where it is one already.
    @inlinable
    public var array: [UInt8] {
        get { heap ?? bytes.array }
        set { self = ByteString(newValue) }
        _modify {
            var content = array
            self = ByteString()
            defer { self = ByteString(content) }
            yield &content
        }
    }

    /// The bytes for a message: printable ASCII, the rest as `\xHH`.
    public var printable: String { bytes.printable }

    @inlinable @inline(__always)
    mutating func fill(_ span: RawSpan) {
        let count = span.byteCount
        smallCount = UInt8(truncatingIfNeeded: count)
        var target = small.mutableSpan
        // The initialisers checked that the bytes fit in line.
        unsafe target.withUnsafeMutableBytes { room in
            unsafe span.withUnsafeBytes { unsafe room.copyMemory(from: $0) }
        }
    }
}

extension ByteString: Hashable, Comparable {
    /// Whether both hold the same bytes.
    @inlinable
    public static func == (left: ByteString, right: ByteString) -> Bool {
        left.bytes.equalsBytes(right.bytes)
    }

    /// Feeds the bytes to a hasher.
    @inlinable
    public func hash(into hasher: inout Hasher) {
        hasher.combine(count)
        unsafe bytes.withUnsafeBytes { unsafe hasher.combine(bytes: $0) }
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
