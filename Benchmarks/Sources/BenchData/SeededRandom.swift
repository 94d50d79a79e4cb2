import RedoubtBytes

/// Numbers that depend on a seed alone (SplitMix64): the same data on every machine.
struct SeededRandom {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return word ^ (word >> 31)
    }

    /// A number below `bound`; a bias of 2^-40 or so does no harm here.
    mutating func next(below bound: Int) -> Int {
        Int(truncatingIfNeeded: next().multipliedFullWidth(by: UInt64(bound)).high)
    }
}

extension SeededRandom {
    private static let letters = Array(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8
    )

    /// Appends letters that do not compress.
    mutating func appendLetters(_ count: Int, to output: inout ByteBuilder) {
        var rest = count
        while rest > 0 {
            var word = next()
            for _ in 0..<min(rest, 10) {
                output.append(Self.letters[Int(word & 63)])
                word >>= 6
            }
            rest -= min(rest, 10)
        }
    }

    /// Appends a small JSON document, which does compress.
    mutating func appendDocument(to output: inout ByteBuilder) {
        output.append("{\"id\":")
        output.appendDecimal(Int64(next(below: 1 << 40)))
        output.append(",\"name\":\"name name name\",\"active\":true,\"tags\":[\"a\",\"a\",\"a\"],")
        output.append("\"score\":")
        output.appendDecimal(Int64(next(below: 1000)))
        output.append("}")
    }
}
