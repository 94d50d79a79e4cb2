public import RedoubtBytes

/// The texts of sorted set scores, as the servers print and read them.
///
/// Servers up to 7.0 print C's `%.17g`: ``appendLong(_:to:)``. Later ones print Grisu2 digits:
/// ``appendShort(_:to:)``, in the dataset fingerprint, and
/// ``appendElement(_:dropsNegativeZero:to:)``
/// in replies and in listpacks.
public enum ScoreText {
    /// Appends the text that servers from 7.2 on hash into the dataset fingerprint.
    ///
    /// With `n` digits, the value `digits · 10^k` and `x = |k + n − 1|`:
    ///
    /// | When | Text |
    /// |---|---|
    /// | `k ≥ 0` and `x < n + 7` | the digits, then `k` zeros |
    /// | `k < 0`, and `k > −7` or `x < 4` | plain decimal, with a leading `0.` where needed |
    /// | else | `d.ddde±x`, without a point if there is one digit |
    ///
    /// Zero is `0` or `-0`; the rest are `inf`, `-inf`, `nan`.
    public static func appendShort(_ value: Double, to text: inout ByteBuilder) {
        guard !appendSpecial(value, to: &text) else { return }
        if value.sign == .minus { text.append(UInt8(ascii: "-")) }
        ShortLayout(Grisu2(value.magnitude), isNegative: value.sign == .minus).append(to: &text)
    }

    /// Appends the text of replies and listpack elements from 7.2 on: integral values up to 2⁶² as
    /// integers, all others as ``appendShort(_:to:)`` has them.
    ///
    /// - Parameter dropsNegativeZero: Whether −0 becomes `0`, as in a listpack, or `-0`, as in a
    ///   reply.
    public static func appendElement(
        _ value: Double,
        dropsNegativeZero: Bool,
        to text: inout ByteBuilder
    ) {
        if value == 0 {
            text.append(value.sign == .minus && !dropsNegativeZero ? "-0" : "0")
        } else if value.magnitude <= 0x1p62, let integer = Int64(exactly: value) {
            text.appendDecimal(integer)
        } else {
            appendShort(value, to: &text)
        }
    }

    /// Appends zero and what is not finite; false for all other values.
    static func appendSpecial(_ value: Double, to text: inout ByteBuilder) -> Bool {
        if value.isNaN {
            text.append("nan")
        } else if value.isInfinite {
            text.append(value < 0 ? "-inf" : "inf")
        } else if value == 0 {
            text.append(value.sign == .minus ? "-0" : "0")
        } else {
            return false
        }
        return true
    }
}

/// Where the point and the exponent go around Grisu2 digits.
private struct ShortLayout {
    private let number: Grisu2
    private let isNegative: Bool

    init(_ number: Grisu2, isNegative: Bool) {
        self.number = number
        self.isNegative = isNegative
    }

    func append(to text: inout ByteBuilder) {
        let count = number.digitCount
        let exponent = number.exponent
        let magnitude = abs(exponent + count - 1)
        if exponent >= 0 && magnitude < count + 7 {
            appendDigits(0..<count, to: &text)
            appendZeros(exponent, to: &text)
        } else if exponent < 0 && (exponent > -7 || magnitude < 4) {
            appendPlain(to: &text)
        } else {
            appendScientific(to: &text)
        }
    }

    private func appendPlain(to text: inout ByteBuilder) {
        let count = number.digitCount
        let point = count + number.exponent
        if point <= 0 {
            text.append("0.")
            appendZeros(-point, to: &text)
            appendDigits(0..<count, to: &text)
        } else {
            appendDigits(0..<point, to: &text)
            text.append(UInt8(ascii: "."))
            appendDigits(point..<count, to: &text)
        }
    }

    private func appendScientific(to text: inout ByteBuilder) {
        let power = number.exponent + number.digitCount - 1
        let count = min(number.digitCount, isNegative ? 17 : 18)
        appendDigits(0..<1, to: &text)
        if count > 1 {
            text.append(UInt8(ascii: "."))
            appendDigits(1..<count, to: &text)
        }
        text.append(power < 0 ? "e-" : "e+")
        text.appendDecimal(Int64(power.magnitude))
    }

    private func appendDigits(_ range: Range<Int>, to text: inout ByteBuilder) {
        for index in range { text.append(UInt8(ascii: "0") &+ number.digits[index]) }
    }

    private func appendZeros(_ count: Int, to text: inout ByteBuilder) {
        for _ in 0..<count { text.append(UInt8(ascii: "0")) }
    }
}
