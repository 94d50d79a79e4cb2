/// The canonical decimal text of a 64-bit integer, without an allocation.
@frozen
public struct DecimalText: Sendable {
    @usableFromInline var digits: InlineArray<20, UInt8>
    @usableFromInline var start: Int

    /// Formats `value`: an optional `-`, then digits without leading zeros.
    @inlinable
    public init(_ value: Int64) {
        self.init(magnitude: value.magnitude, isNegative: value < 0)
    }

    /// Formats an unsigned value.
    @inlinable
    public init(_ value: UInt64) {
        self.init(magnitude: value, isNegative: false)
    }

    @usableFromInline
    init(magnitude: UInt64, isNegative: Bool) {
        digits = InlineArray(repeating: 0)
        start = 20
        var rest = magnitude
        repeat {
            start &-= 1
            digits[start] = UInt8(truncatingIfNeeded: rest % 10) &+ UInt8(ascii: "0")
            rest /= 10
        } while rest != 0
        if isNegative {
            start &-= 1
            digits[start] = UInt8(ascii: "-")
        }
    }

    /// The text.
    @inlinable
    public var bytes: RawSpan {
        @_lifetime(borrow self)
        get {
            // A span of bytes has no padding; it lives in `self`.
            unsafe _overrideLifetime(digits.span.bytes.extracting(start..<20), borrowing: self)
        }
    }
}

extension Int64 {
    /// Reads the canonical decimal text of an integer, as the servers do.
    ///
    /// An optional `-`, then `0` alone or a non-zero digit followed by digits; no `+`, spaces,
    /// leading zeros or `-0`; nil for anything else and outside the 64-bit range.
    @inlinable
    public init?(canonicalDecimal text: RawSpan) {
        let count = text.byteCount
        guard count > 0, count <= 20 else { return nil }
        let isNegative = text[byte: 0] == UInt8(ascii: "-")
        var index = isNegative ? 1 : 0
        guard index < count else { return nil }
        let first = text[byte: index] &- UInt8(ascii: "0")
        guard first <= 9 else { return nil }
        if first == 0 {
            guard count == 1 else { return nil }
            self = 0
            return
        }
        var magnitude: UInt64 = 0
        while index < count {
            let digit = text[byte: index] &- UInt8(ascii: "0")
            guard digit <= 9 else { return nil }
            let (shifted, overflow) = magnitude.multipliedReportingOverflow(by: 10)
            let (sum, carry) = shifted.addingReportingOverflow(UInt64(digit))
            guard !overflow, !carry else { return nil }
            magnitude = sum
            index &+= 1
        }
        if isNegative {
            guard magnitude <= Int64.min.magnitude else { return nil }
            self = Int64(truncatingIfNeeded: 0 &- magnitude)
        } else {
            guard magnitude <= Int64.max.magnitude else { return nil }
            self = Int64(truncatingIfNeeded: magnitude)
        }
    }
}
