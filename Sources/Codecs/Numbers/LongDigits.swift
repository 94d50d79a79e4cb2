/// The 17 significant decimal digits of a number, rounded as C's `%.17g` rounds them.
///
/// A number whose exponent is small is an integer over a power of two, so that one product by a
/// power of ten leaves the digits and what was cut off: no rounding but the last, half to even.
struct LongDigits {
    static let count = 17

    /// The digits as one number of ``count`` digits.
    private(set) var digits: UInt64
    /// The power of ten of the first digit.
    private(set) var power: Int

    /// Nil for a number below 10⁻⁴ or from 10¹⁷ on, and for one that is not positive.
    init?(_ value: Double) {
        guard value >= 1e-4, value < 1e17 else { return nil }
        let significand = value.significandBitPattern | 1 << 52
        let shift = 52 - Int(value.exponent)
        if shift <= 0 {
            self.init(whole: significand << UInt64(-shift), fraction: 0, bits: 1)
        } else if shift < 64 {
            let mask = UInt64(1) << UInt64(shift) - 1
            let whole = significand >> UInt64(shift)
            self.init(whole: whole, fraction: significand & mask, bits: shift)
        } else {
            self.init(whole: 0, fraction: significand, bits: shift)
        }
    }

    /// The digits of `whole + fraction / 2^bits`; the fraction is below 2⁵³, and below 1 in all.
    private init(whole: UInt64, fraction: UInt64, bits: Int) {
        let wholeCount = Self.digitCount(of: whole)
        var places = Self.count - wholeCount
        if whole == 0 {
            // Zeros behind the point are not significant: at most four.
            while Self.scaled(fraction, by: places, bits) < Self.powers[16] { places += 1 }
        }
        power = Self.count - 1 - places
        let product = UInt128(fraction) * Self.power(of: places)
        let rest = product & ((1 << UInt128(bits)) - 1)
        let half = UInt128(1) << UInt128(bits - 1)
        digits = Self.scaled(fraction, by: places, bits)
        if places < Self.powers.count { digits += whole * Self.powers[places] }
        guard rest > half || rest == half && digits & 1 == 1 else { return }
        digits += 1
        if digits == Self.powers[Self.count] {
            digits = Self.powers[Self.count - 1]
            power += 1
        }
    }

    private static func scaled(_ fraction: UInt64, by places: Int, _ bits: Int) -> UInt64 {
        UInt64(truncatingIfNeeded: (UInt128(fraction) * power(of: places)) >> UInt128(bits))
    }

    /// A fraction of 53 bits times 10²¹ fits into 128.
    private static func power(of places: Int) -> UInt128 {
        let low = min(places, powers.count - 1)
        return UInt128(powers[low]) * UInt128(powers[places - low])
    }

    private static func digitCount(of whole: UInt64) -> Int {
        var count = 0
        while count < powers.count, whole >= powers[count] { count += 1 }
        return count
    }

    /// The powers of ten that fit into a word.
    static let powers: [UInt64] = [
        1, 10, 100, 1000, 10000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000,
        10_000_000_000, 100_000_000_000, 1_000_000_000_000, 10_000_000_000_000,
        100_000_000_000_000, 1_000_000_000_000_000, 10_000_000_000_000_000,
        100_000_000_000_000_000, 1_000_000_000_000_000_000, 10_000_000_000_000_000_000,
    ]
}
