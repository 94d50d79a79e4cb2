/// The digits that servers from 7.2 on print for a double: Grisu2, with its small imperfections.
///
/// Grisu2 always gives digits that read back as the same double, but for about one double in 900
/// they are not the shortest or not the closest. Texts enter dataset fingerprints, so these
/// imperfections are reproduced to the digit.
struct Grisu2 {
    /// The digits, most significant first, as numbers from 0 to 9.
    private(set) var digits = InlineArray<20, UInt8>(repeating: 0)
    private(set) var digitCount = 0
    /// The value is `digits · 10^exponent`.
    private(set) var exponent = 0

    /// Finds the digits of a finite number above zero.
    init(_ value: Double) {
        precondition(value.isFinite && value > 0)
        let bounds = Boundaries(value)
        let index = Self.powerIndex(for: bounds.upper.exponent)
        let power = ScaledInteger(
            significand: CachedPowers.significand(index),
            exponent: CachedPowers.exponent(index)
        )
        let scaled = bounds.value.times(power)
        var upper = bounds.upper.times(power)
        var lower = bounds.lower.times(power)
        upper.significand &-= 1
        lower.significand &+= 1
        exponent = -CachedPowers.decimalExponent(index)
        generate(
            upper: upper,
            width: upper.significand &- lower.significand,
            gap: upper.significand &- scaled.significand
        )
    }

    /// The power that brings a number with this exponent to one between −60 and −32.
    private static func powerIndex(for exponent: Int) -> Int {
        let decimal = Int(-Double(exponent + 87) * 0.30102999566398114)
        var index = (decimal + 348) / 8
        while true {
            let sum = exponent + CachedPowers.exponent(index) + 64
            if sum < -60 {
                index += 1
            } else if sum > -32 {
                index -= 1
            } else {
                return index
            }
        }
    }

    /// Digits of `upper` until what is left lies within `width`; then towards the value.
    private mutating func generate(upper: ScaledInteger, width: UInt64, gap: UInt64) {
        let shift = UInt64(-upper.exponent)
        let one: UInt64 = 1 << shift
        var whole = upper.significand >> shift
        var fraction = upper.significand & (one - 1)
        var left = 10
        var divisor: UInt64 = 1_000_000_000
        while left > 0 {
            emit(whole / divisor)
            whole %= divisor
            left -= 1
            let rest = (whole << shift) &+ fraction
            if rest <= width {
                exponent += left
                approach(width: width, rest: rest, unit: divisor << shift, gap: gap)
                return
            }
            divisor /= 10
        }
        var width = width
        var unit: UInt64 = 1
        while true {
            fraction &*= 10
            width &*= 10
            unit &*= 10
            left -= 1
            emit(fraction >> shift)
            fraction &= one - 1
            if fraction < width {
                exponent += left
                approach(width: width, rest: fraction, unit: one, gap: gap &* unit)
                return
            }
        }
    }

    /// Writes a digit, unless it is a leading zero.
    private mutating func emit(_ digit: UInt64) {
        guard digit != 0 || digitCount > 0 else { return }
        precondition(digitCount < 20)
        digits[digitCount] = UInt8(truncatingIfNeeded: digit)
        digitCount += 1
    }

    /// Lowers the last digit as long as that brings the number closer to the value.
    private mutating func approach(width: UInt64, rest: UInt64, unit: UInt64, gap: UInt64) {
        guard digitCount > 0 else { return }
        var rest = rest
        while rest < gap, width &- rest >= unit,
            rest &+ unit < gap || gap &- rest > rest &+ unit &- gap
        {
            digits[digitCount - 1] &-= 1
            rest &+= unit
        }
    }
}

/// `significand · 2^exponent`.
private struct ScaledInteger {
    var significand: UInt64
    var exponent: Int

    /// The same number with bit 63 set.
    func normalised() -> ScaledInteger {
        let shift = significand.leadingZeroBitCount
        return ScaledInteger(significand: significand << UInt64(shift), exponent: exponent - shift)
    }

    /// The product, rounded to its upper 64 bits.
    func times(_ other: ScaledInteger) -> ScaledInteger {
        let (high, low) = significand.multipliedFullWidth(by: other.significand)
        return ScaledInteger(
            significand: high &+ (low >> 63),
            exponent: exponent + other.exponent + 64
        )
    }
}

/// A double and the two points half-way to its neighbours, all with one exponent.
private struct Boundaries {
    let value: ScaledInteger
    let lower: ScaledInteger
    let upper: ScaledInteger

    init(_ double: Double) {
        let hidden: UInt64 = 1 << 52
        let isSubnormal = double.exponentBitPattern == 0
        let fraction = double.significandBitPattern + (isSubnormal ? 0 : hidden)
        let exponent = max(1, Int(double.exponentBitPattern)) - 1075
        upper = ScaledInteger(significand: 2 * fraction + 1, exponent: exponent - 1).normalised()
        // Below a power of two the neighbour is half as far away.
        let below =
            fraction == hidden
            ? ScaledInteger(significand: 4 * fraction - 1, exponent: exponent - 2)
            : ScaledInteger(significand: 2 * fraction - 1, exponent: exponent - 1)
        lower = ScaledInteger(
            significand: below.significand << UInt64(below.exponent - upper.exponent),
            exponent: upper.exponent
        )
        value = ScaledInteger(significand: fraction, exponent: exponent).normalised()
    }
}
