import CChecksum
import RedoubtBytes
import Testing

import RedoubtCodecs

@Suite("CRC-64 by carry-less multiplication")
struct CRC64KernelTests {
    private static let kernels = CRC64.Kernel.allCases.filter(\.isAvailable)

    private static func bytes(_ count: Int, seed: UInt64) -> [UInt8] {
        var random = SeededRandom(seed: seed)
        return (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
    }

    @Test("has a kernel on processors that are known to have one")
    func available() {
        #expect(CRC64.Kernel.tables.isAvailable)
        #expect(CRC64.Kernel.best.isAvailable)
        #if arch(x86_64)
        #expect(!CRC64.Kernel.pmull.isAvailable)
        #else
        #expect(!CRC64.Kernel.pclmul.isAvailable)
        #endif
    }

    @Test("agrees with the tables at every length and alignment", arguments: kernels)
    func everyLength(kernel: CRC64.Kernel) {
        let bytes = Self.bytes(1024 + 128, seed: 21)
        let span = bytes.rawSpan
        var differing = 0
        for alignment in 0..<64 {
            for count in 0...1024 {
                let part = span.extracting(alignment..<(alignment + count))
                let start = UInt64(count) &* 0x9E37_79B9_7F4A_7C15
                let expected = CRC64.continued(start, over: part, by: .tables)
                if CRC64.continued(start, over: part, by: kernel) != expected { differing += 1 }
            }
        }
        #expect(differing == 0)
    }

    @Test(
        "agrees with the tables over long runs, whole, split and put together",
        arguments: kernels
    )
    func longRuns(kernel: CRC64.Kernel) {
        var random = SeededRandom(seed: 22)
        let bytes = Self.bytes(1 << 18, seed: 23)
        let span = bytes.rawSpan
        for _ in 0..<40 {
            let count = Int.random(in: 0...bytes.count, using: &random)
            let split = Int.random(in: 0...count, using: &random)
            let expected = CRC64.continued(0, over: span.extracting(0..<count), by: .tables)
            let first = CRC64.continued(0, over: span.extracting(0..<split), by: kernel)
            let rest = span.extracting(split..<count)
            #expect(CRC64.continued(first, over: rest, by: kernel) == expected)
            let second = CRC64.continued(0, over: rest, by: kernel)
            let combined = CRC64.combine(first, second, secondCount: count - split, by: kernel)
            #expect(combined == expected)
        }
    }

    @Test("multiplies as the definition does", arguments: kernels)
    func products(kernel: CRC64.Kernel) {
        var random = SeededRandom(seed: 24)
        for _ in 0..<1000 {
            let a = random.next()
            let b = random.next()
            #expect(CRC64.product(a, b, by: kernel) == CRC64.product(a, b, by: .tables))
        }
        #expect(CRC64.product(1 << 63, 7, by: kernel) == 7)
        #expect(CRC64.product(1 << 62, 7, by: kernel) == CRC64.timesX(7))
    }

    @Test("puts pieces of any length together", arguments: kernels)
    func anyLength(kernel: CRC64.Kernel) {
        // Appending zeros in two steps is appending them in one.
        for count in [1, 255, 1 << 20, 1 << 40, Int.max / 2] {
            let once = CRC64.combine(0x1234_5678, 0, secondCount: count, by: kernel)
            let twice = CRC64.combine(once, 0, secondCount: count, by: kernel)
            #expect(twice == CRC64.combine(0x1234_5678, 0, secondCount: 2 * count, by: .tables))
        }
    }

    // MARK: Constants

    /// x to the power of `exponent` modulo the polynomial.
    private static func power(_ exponent: Int) -> UInt64 {
        (0..<exponent).reduce(1 << 63) { power, _ in CRC64.timesX(power) }
    }

    @Test("multiplies by powers of x that the distances call for")
    func factors() {
        let factors = [
            (128, CRC64_FOLD_128_HIGH, CRC64_FOLD_128_LOW),
            (256, CRC64_FOLD_256_HIGH, CRC64_FOLD_256_LOW),
            (512, CRC64_FOLD_512_HIGH, CRC64_FOLD_512_LOW),
            (1024, CRC64_FOLD_1024_HIGH, CRC64_FOLD_1024_LOW),
            (2048, CRC64_FOLD_2048_HIGH, CRC64_FOLD_2048_LOW),
        ]
        for (distance, high, low) in factors {
            #expect(high == Self.power(distance + 63))
            #expect(low == Self.power(distance - 1))
        }
        #expect(CRC64_POLYNOMIAL == CRC64.reflectedPolynomial)
    }

    @Test("reduces by the quotient of x to the 128th and the polynomial")
    func quotient() {
        // Long division, highest power first. The first digit is x^64 and left out.
        var quotient: UInt64 = 0
        var rest = CRC64_POLYNOMIAL
        for bit in 0..<64 {
            if rest & 1 == 1 { quotient |= 1 << UInt64(bit) }
            rest = CRC64.timesX(rest)
        }
        #expect(quotient == CRC64_QUOTIENT)
    }
}
