extension CRC64 {
    /// The polynomial in reflected form: bit 63 stands for x⁰, bit 0 for x⁶³.
    static let reflectedPolynomial: UInt64 = 0x95AC_9329_AC4B_C9B5

    /// The checksum of two pieces put together, from the checksums of both.
    ///
    /// Takes a few microseconds, however long the pieces are.
    public static func combine(_ first: UInt64, _ second: UInt64, secondCount: Int) -> UInt64 {
        precondition(secondCount >= 0)
        // Appending n bytes multiplies by x⁸ⁿ.
        var power: UInt64 = 1 << 63
        var square: UInt64 = 1 << (63 - 8)
        var rest = secondCount
        while rest > 0 {
            if rest & 1 == 1 { power = product(power, square) }
            square = product(square, square)
            rest >>= 1
        }
        return product(first, power) ^ second
    }

    /// Multiplies two polynomials modulo the polynomial of the checksum.
    private static func product(_ a: UInt64, _ b: UInt64) -> UInt64 {
        var sum: UInt64 = 0
        var shifted = b
        var bit: UInt64 = 1 << 63
        while bit != 0 {
            if a & bit != 0 { sum ^= shifted }
            shifted = timesX(shifted)
            bit >>= 1
        }
        return sum
    }

    /// Multiplies by x.
    static func timesX(_ a: UInt64) -> UInt64 {
        a & 1 == 0 ? a >> 1 : (a >> 1) ^ reflectedPolynomial
    }
}
