import Foundation
import RedoubtBytes
import RedoubtCodecs
import RedoubtTestSupport
import Testing

@Suite("ScoreText")
struct ScoreTextTests {
    @Test("prints 17 digits as C does")
    func printsLong() {
        for value in Self.samples(seed: 17) {
            var text = ByteBuilder()
            ScoreText.appendLong(value, to: &text)
            let expected = String(format: "%.17g", value)
            #expect(String(decoding: text.array, as: UTF8.self) == expected)
        }
    }

    @Test("reads what it prints, and texts of any number of digits, correctly rounded")
    func reads() {
        var generator = SeededGenerator(seed: 19)
        for value in Self.samples(seed: 18) {
            let digits = Int.random(in: 1...25, using: &generator)
            for format in ["%.17g", "%.\(digits)g", "%.\(digits)f"] {
                let text = String(format: format, value)
                #expect(ScoreText.parse(ByteString(text).bytes) == Double(text), "\(text)")
            }
        }
    }

    @Test("reads what lies half way between two numbers, and beside it")
    func readsTies() {
        for text in [
            "9007199254740993", "9007199254740993.0", "9007199254740993.1", "9007199254740992.9",
            "9007199254740995.0", "900719925474099.3", "0.5000000000000000555", "1.5", "-2.50",
            "0.0000000000000000001", "1844674407370955.1615", "9999999999999999999e-1",
            "9999999999999999999e-19", "1000000000000000000.1", "0.1000000000000000055",
        ] {
            #expect(ScoreText.parse(ByteString(text).bytes) == Double(text), "\(text)")
        }
    }

    /// Numbers of every size, and those beside powers of ten, ties of the 17th digit among them.
    private static func samples(seed: UInt64) -> [Double] {
        var generator = SeededGenerator(seed: seed)
        var samples: [Double] = [0, -0.0, 1e-4, 1e-5, 1e16, 1e17, 99999999999999984, .infinity]
        for power in -6...18 {
            let value = pow(10, Double(power))
            samples += [value, value.nextUp, value.nextDown, value * 5, -value / 3]
        }
        for _ in 0..<5000 {
            samples.append(Double.random(in: 0..<100, using: &generator))
            let power = Int.random(in: -20...70, using: &generator)
            let significand = Double.random(in: -2...2, using: &generator)
            samples.append(Double(sign: .plus, exponent: power, significand: significand))
            // Few bits behind the point: many of these are ties.
            let whole = Int64.random(in: 0...(1 << 53), using: &generator)
            samples.append(Double(whole) / Double(1 << Int.random(in: 0...40, using: &generator)))
        }
        return samples
    }
}
