import RedoubtBytes

extension ScoreText {
    /// Reads a number as the servers do, correctly rounded and whatever the locale.
    ///
    /// An optional sign, then one of: decimal digits with an optional point and an optional
    /// exponent; the same in hexadecimal behind `0x`, with a power of two behind `p`; `inf`,
    /// `infinity` or `nan` in any case. Numbers too large become infinite, numbers too small zero.
    ///
    /// - Returns: nil if `text` is anything else, with spaces before or behind too; a NaN for
    ///   `nan`, which callers refuse.
    public static func parse(_ text: RawSpan) -> Double? {
        var grammar = NumberGrammar(text)
        switch grammar.read() {
        case .none: return nil
        case .infinity: return grammar.isNegative ? -.infinity : .infinity
        case .notANumber: return .nan
        case .decimal:
            if let exact = grammar.exactValue ?? grammar.roundedQuotient { return exact }
        case .hexadecimal: break
        }
        // The grammar left only ASCII.
        return Double(String(decoding: text.array, as: UTF8.self))
    }
}

/// Tells what kind of number a text is, and its value where that takes no rounding but one.
private struct NumberGrammar: ~Escapable {
    enum Kind { case none, decimal, hexadecimal, infinity, notANumber }

    private let text: RawSpan
    private var index = 0
    private(set) var isNegative = false
    private var mantissa: UInt64 = 0
    private var mantissaDigits = 0
    private var fractionDigits = 0
    private var exponent = 0

    @_lifetime(copy text)
    init(_ text: RawSpan) {
        self.text = text
    }

    /// The value of a decimal with up to 15 digits and a power of ten up to 22.
    ///
    /// Both are then doubles without error, so that one product or quotient rounds correctly.
    var exactValue: Double? {
        guard mantissaDigits <= 15 else { return nil }
        let power = exponent - fractionDigits
        guard abs(power) <= 22 else { return nil }
        let whole = Double(mantissa)
        let scale = Self.exactPowers[abs(power)]
        let magnitude = power < 0 ? whole / scale : whole * scale
        return isNegative ? -magnitude : magnitude
    }

    /// The value of a decimal with up to 19 digits of which as many stand behind the point.
    ///
    /// The quotient by a power of ten is made to 63 bits or more; whether something remains then
    /// tells a tie from what lies above it.
    var roundedQuotient: Double? {
        let power = fractionDigits - exponent
        guard mantissaDigits <= 19, mantissa > 0, (1...19).contains(power) else { return nil }
        let up = mantissa.leadingZeroBitCount
        let divisor = LongDigits.powers[power]
        let divisorUp = divisor.leadingZeroBitCount
        // Half of a word with its top bit set is below any other such word: no overflow.
        let high = (mantissa << UInt64(up)) >> 1
        let low = (mantissa << UInt64(up)) << 63
        let (quotient, rest) = (divisor << UInt64(divisorUp)).dividingFullWidth((high, low))
        let cut = 11 - quotient.leadingZeroBitCount
        let lost = quotient & ((1 << UInt64(cut)) - 1)
        let half = UInt64(1) << UInt64(cut - 1)
        var significand = quotient >> UInt64(cut)
        let isAbove = lost > half || lost == half && rest > 0
        if isAbove || lost == half && significand & 1 == 1 { significand += 1 }
        let magnitude = Double(
            sign: .plus,
            exponent: cut - 63 - up + divisorUp,
            significand: Double(significand)
        )
        return isNegative ? -magnitude : magnitude
    }

    private static let exactPowers: [Double] = [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
        1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
    ]

    @_lifetime(self: copy self)
    mutating func read() -> Kind {
        if accept("-", "-") { isNegative = true } else { _ = accept("+", "+") }
        if rest(is: "inf") || rest(is: "infinity") { return .infinity }
        if rest(is: "nan") { return .notANumber }
        if isHexadecimalPrefix() {
            index += 2
            return readHexadecimal() && index == text.byteCount ? .hexadecimal : .none
        }
        return readDecimal() && index == text.byteCount ? .decimal : .none
    }

    @_lifetime(self: copy self)
    private mutating func readDecimal() -> Bool {
        let whole = readDigits()
        var fraction = 0
        if accept(".", ".") { fraction = readDigits() }
        guard whole + fraction > 0 else { return false }
        fractionDigits = fraction
        return accept("e", "E") ? readExponent() : true
    }

    @_lifetime(self: copy self)
    private mutating func readHexadecimal() -> Bool {
        var count = passHexadecimalDigits()
        if accept(".", ".") { count += passHexadecimalDigits() }
        guard count > 0 else { return false }
        return accept("p", "P") ? readExponent() : true
    }

    /// Reads decimal digits into the mantissa; returns how many there were.
    @_lifetime(self: copy self)
    private mutating func readDigits() -> Int {
        let start = index
        while index < text.byteCount {
            let digit = text[byte: index] &- UInt8(ascii: "0")
            guard digit <= 9 else { break }
            if mantissaDigits > 0 || digit != 0 { mantissaDigits += 1 }
            mantissa = mantissa &* 10 &+ UInt64(digit)
            index += 1
        }
        return index - start
    }

    @_lifetime(self: copy self)
    private mutating func readExponent() -> Bool {
        let isDown = accept("-", "-")
        if !isDown { _ = accept("+", "+") }
        let start = index
        var magnitude = 0
        while index < text.byteCount {
            let digit = text[byte: index] &- UInt8(ascii: "0")
            guard digit <= 9 else { break }
            magnitude = min(magnitude * 10 + Int(digit), 1_000_000)
            index += 1
        }
        exponent = isDown ? -magnitude : magnitude
        return index > start
    }

    @_lifetime(self: copy self)
    private mutating func passHexadecimalDigits() -> Int {
        let start = index
        while index < text.byteCount, Self.isHexadecimalDigit(text[byte: index]) { index += 1 }
        return index - start
    }

    private static func isHexadecimalDigit(_ byte: UInt8) -> Bool {
        byte &- UInt8(ascii: "0") <= 9 || (byte | 0x20) &- UInt8(ascii: "a") <= 5
    }

    private func isHexadecimalPrefix() -> Bool {
        text.byteCount - index >= 2 && text[byte: index] == UInt8(ascii: "0")
            && text[byte: index + 1] | 0x20 == UInt8(ascii: "x")
    }

    /// Whether everything from here on is this word, in any case.
    private func rest(is word: StaticString) -> Bool {
        let count = word.utf8CodeUnitCount
        guard text.byteCount - index == count else { return false }
        return word.withUTF8Buffer { letters in
            // `letters` holds `count` bytes.
            (0..<count).allSatisfy { unsafe letters[$0] == text[byte: index + $0] | 0x20 }
        }
    }

    @_lifetime(self: copy self)
    private mutating func accept(_ lower: Unicode.Scalar, _ upper: Unicode.Scalar) -> Bool {
        guard index < text.byteCount else { return false }
        let byte = text[byte: index]
        guard byte == UInt8(ascii: lower) || byte == UInt8(ascii: upper) else { return false }
        index += 1
        return true
    }
}
