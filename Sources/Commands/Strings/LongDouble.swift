import RedoubtBytes

/// Sums as `INCRBYFLOAT` and `HINCRBYFLOAT` make them.
///
/// Servers on x86-64 add with 80 bits and write the sum with 17 decimals, without trailing zeros
/// and without an exponent. Where the platform lacks that type, 64 bits have to do; logs hold the
/// result and not the addition, so that a replay never depends on it.
enum LongDouble {
    #if arch(x86_64) || arch(i386)
    typealias Number = Float80
    #else
    typealias Number = Double
    #endif

    /// The text of the sum of a stored number, zero if missing, and an increment.
    static func add(
        _ stored: ByteString?,
        _ increment: RawSpan,
        ofHash: Bool = false
    ) throws(CommandError) -> ByteString {
        var sum = try ofHash ? fieldIncrement(increment) : parse(increment)
        if let stored {
            guard let old = try? parse(stored.bytes) else {
                throw ofHash ? CommandError("hash value is not a float") : .notADouble
            }
            sum += old
        }
        guard sum.isFinite else { throw CommandError("increment would produce NaN or Infinity") }
        return ByteString(format(sum))
    }

    /// The increment of a field, which must be finite.
    static func fieldIncrement(_ text: RawSpan) throws(CommandError) -> Number {
        let value = try parse(text)
        guard value.isFinite else { throw CommandError("value is NaN or Infinity") }
        return value
    }

    private static func parse(_ text: RawSpan) throws(CommandError) -> Number {
        // A zero byte would end the number for the parser, though not for a server.
        let bytes = text.array
        guard !bytes.contains(0), let text = String(validating: bytes, as: UTF8.self),
            let value = Number(text), !value.isNaN
        else { throw .notADouble }
        return value
    }

    /// 17 decimals, rounded to even, without trailing zeros.
    static func format(_ value: Number) -> String {
        guard !value.isZero else { return "0" }
        let magnitude = value.magnitude
        // The significand as an integer, and the power of two to scale it by.
        let bits = Number.significandBitCount
        let significand = UInt128(
            magnitude.significand * Number(sign: .plus, exponent: bits, significand: 1)
        )
        let shift = Int(magnitude.exponent) - bits
        let text = shift >= 0 ? integer(significand, shift) : decimal(significand, -shift)
        return value < 0 && text != "0" ? "-" + text : text
    }

    /// `significand` times two to the power of `shift`, by doubling base-10⁹ digits.
    private static func integer(_ significand: UInt128, _ shift: Int) -> String {
        let base: UInt64 = 1_000_000_000
        var digits: [UInt64] = []
        var rest = significand
        while rest > 0 {
            digits.append(UInt64(rest % UInt128(base)))
            rest /= UInt128(base)
        }
        for _ in 0..<shift {
            var carry: UInt64 = 0
            for index in digits.indices {
                let doubled = digits[index] * 2 + carry
                digits[index] = doubled % base
                carry = doubled / base
            }
            if carry > 0 { digits.append(carry) }
        }
        return digits.reversed().enumerated().map { index, digit in
            index == 0 ? String(digit) : padded(String(digit), to: 9)
        }.joined()
    }

    /// `significand` divided by two to the power of `shift`.
    private static func decimal(_ significand: UInt128, _ shift: Int) -> String {
        let unit: UInt128 = 100_000_000_000_000_000
        // At most 64 and 57 bits.
        let scaled = significand * unit
        guard shift < 127 else { return "0" }
        var quotient = scaled >> UInt128(shift)
        let remainder = scaled - quotient << UInt128(shift)
        let half = UInt128(1) << UInt128(shift - 1)
        if remainder > half || (remainder == half && quotient & 1 == 1) { quotient += 1 }
        var fraction = padded(String(quotient % unit), to: 17)
        while fraction.hasSuffix("0") { fraction.removeLast() }
        let whole = String(quotient / unit)
        return fraction.isEmpty ? whole : whole + "." + fraction
    }

    private static func padded(_ text: String, to count: Int) -> String {
        String(repeating: "0", count: count - text.utf8.count) + text
    }
}
