public import RedoubtBytes

/// The identity of a stream entry: milliseconds and a sequence number.
@frozen
public struct StreamID: Hashable, Comparable, Sendable, BitwiseCopyable {
    /// Milliseconds since 1970.
    public var milliseconds: UInt64
    /// Distinguishes entries of one millisecond.
    public var sequence: UInt64

    /// Creates an id.
    @inlinable
    public init(_ milliseconds: UInt64, _ sequence: UInt64) {
        self.milliseconds = milliseconds
        self.sequence = sequence
    }

    /// `0-0`, which no entry has.
    @inlinable
    public static var zero: StreamID { StreamID(0, 0) }

    /// The largest id.
    @inlinable
    public static var max: StreamID { StreamID(.max, .max) }

    /// Orders by milliseconds, then by sequence.
    @inlinable
    public static func < (left: StreamID, right: StreamID) -> Bool {
        left.milliseconds != right.milliseconds
            ? left.milliseconds < right.milliseconds : left.sequence < right.sequence
    }

    /// The next larger id, or nil behind the largest.
    public var successor: StreamID? {
        if sequence < .max { return StreamID(milliseconds, sequence + 1) }
        return milliseconds < .max ? StreamID(milliseconds + 1, 0) : nil
    }
}

extension StreamID: CustomStringConvertible {
    /// `milliseconds-sequence`.
    public var description: String { "\(milliseconds)-\(sequence)" }
}

extension ByteBuilder {
    /// Appends `milliseconds`, a separator and `sequence` in decimal.
    public mutating func append(_ id: StreamID, separator: UInt8 = UInt8(ascii: "-")) {
        append(DecimalText(id.milliseconds).bytes)
        append(separator)
        append(DecimalText(id.sequence).bytes)
    }
}
