import RedoubtBytes

/// An integer of 1 to 64 bits at a bit offset: `i1` to `i64`, `u1` to `u63`.
struct BitField {
    /// What becomes of a value that does not fit.
    enum Overflow {
        case wrap
        case saturate
        case fail
    }

    private let isSigned: Bool
    private let width: Int
    private let start: Int

    init(type: RawSpan, offset: RawSpan, countMax: Int) throws(CommandError) {
        let badType = CommandError(
            """
            Invalid bitfield type. Use something like i16 u8. Note that u64 is not supported but \
            i64 is.
            """
        )
        guard type.byteCount > 1 else { throw badType }
        let letter = type[byte: 0]
        guard letter == UInt8(ascii: "i") || letter == UInt8(ascii: "u") else { throw badType }
        isSigned = letter == UInt8(ascii: "i")
        let digits = type.extracting(1..<type.byteCount)
        guard let width = Int64(canonicalDecimal: digits), width > 0,
            width <= (isSigned ? 64 : 63)
        else { throw badType }
        self.width = Int(width)
        start = try Self.parse(offset, width: width, countMax: countMax)
    }

    /// `n`, or `#n` for n times the width.
    private static func parse(
        _ text: RawSpan,
        width: Int64,
        countMax: Int
    ) throws(CommandError) -> Int {
        let isScaled = !text.isEmpty && text[byte: 0] == UInt8(ascii: "#")
        let digits = isScaled ? text.extracting(1..<text.byteCount) : text
        guard let number = Int64(canonicalDecimal: digits), number >= 0 else {
            throw .badBitOffset
        }
        let (offset, overflow) = number.multipliedReportingOverflow(by: isScaled ? width : 1)
        guard !overflow, offset >> 3 < countMax else { throw .badBitOffset }
        return Int(offset)
    }

    /// Number of bytes that a string needs to hold the field.
    var byteEnd: Int { (start + width - 1) / 8 + 1 }

    private var mask: UInt64 { width == 64 ? .max : (1 << UInt64(width)) - 1 }
    private var largest: Int64 { Int64(bitPattern: isSigned ? mask >> 1 : mask) }
    private var smallest: Int64 { isSigned ? -1 - largest : 0 }

    /// The value in a string; bits behind its end are zero.
    func read(_ string: ByteString) -> Int64 {
        var value: UInt64 = 0
        for bit in start..<(start + width) {
            let byte = bit / 8 < string.count ? string.array[bit / 8] : 0
            value = value << 1 | UInt64(byte >> UInt8(7 - bit % 8) & 1)
        }
        return extended(value)
    }

    /// Writes a value into a string that is long enough.
    func write(_ value: Int64, to string: inout ByteString) {
        var rest = UInt64(bitPattern: value)
        for bit in stride(from: start + width - 1, through: start, by: -1) {
            let mask = UInt8(1) << UInt8(7 - bit % 8)
            if rest & 1 == 1 {
                string.array[bit / 8] |= mask
            } else {
                string.array[bit / 8] &= ~mask
            }
            rest >>= 1
        }
    }

    private func extended(_ bits: UInt64) -> Int64 {
        let kept = bits & mask
        let isNegative = isSigned && kept >> UInt64(width - 1) == 1
        return Int64(bitPattern: isNegative ? kept | ~mask : kept)
    }

    /// The value to set, or nil where it does not fit and may not.
    ///
    /// An unsigned field reads the value as 64 unsigned bits, so that a negative one is too large.
    func fit(_ value: Int64, _ overflow: Overflow) -> Int64? {
        if !isSigned, value < 0 {
            return resolve(UInt64(bitPattern: value), isTooLarge: true, overflow)
        }
        guard value > largest || value < smallest else { return value }
        return resolve(UInt64(bitPattern: value), isTooLarge: value > largest, overflow)
    }

    /// The sum to set, or nil where it does not fit and may not.
    func add(_ value: Int64, _ amount: Int64, _ overflow: Overflow) -> Int64? {
        let (sum, overflows) = value.addingReportingOverflow(amount)
        guard overflows || sum > largest || sum < smallest else { return sum }
        return resolve(UInt64(bitPattern: sum), isTooLarge: amount > 0, overflow)
    }

    private func resolve(_ bits: UInt64, isTooLarge: Bool, _ overflow: Overflow) -> Int64? {
        switch overflow {
        case .wrap: extended(bits)
        case .saturate: isTooLarge ? largest : smallest
        case .fail: nil
        }
    }
}
