extension CRC64 {
    /// The polynomial in reflected form: bit 63 stands for x⁰, bit 0 for x⁶³.
    package static let reflectedPolynomial: UInt64 = 0x95AC_9329_AC4B_C9B5

    /// The checksum of two pieces put together, from the checksums of both.
    ///
    /// Takes one multiplication per bit that is set in `secondCount`.
    public static func combine(_ first: UInt64, _ second: UInt64, secondCount: Int) -> UInt64 {
        combine(first, second, secondCount: secondCount, by: .best)
    }

    package static func combine(
        _ first: UInt64,
        _ second: UInt64,
        secondCount: Int,
        by kernel: Kernel
    ) -> UInt64 {
        precondition(secondCount >= 0)
        // Appending n bytes multiplies by x⁸ⁿ.
        var moved = first
        var rest = secondCount
        while rest > 0 {
            moved = product(moved, bytePowers[rest.trailingZeroBitCount], by: kernel)
            rest &= rest &- 1
        }
        return moved ^ second
    }

    /// What 2ⁱ appended bytes multiply by: x⁸ to the power of 2ⁱ.
    private static let bytePowers: [UInt64] = {
        var powers: [UInt64] = [1 << (63 - 8)]
        while powers.count < Int.bitWidth - 1 {
            let last = powers[powers.count - 1]
            powers.append(product(last, last, by: .best))
        }
        return powers
    }()

    /// Multiplies by x.
    package static func timesX(_ a: UInt64) -> UInt64 {
        a & 1 == 0 ? a >> 1 : (a >> 1) ^ reflectedPolynomial
    }
}
