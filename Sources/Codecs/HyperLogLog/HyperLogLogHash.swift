import RedoubtBytes

/// Which register an element touches and how high: MurmurHash64A with a fixed seed.
enum HyperLogLogHash {
    private static let multiplier: UInt64 = 0xc6a4_a793_5bd1_e995
    private static let seed: UInt64 = 0xadc8_3b19

    /// The register, and its rank: 1 and the number of zeros behind the lowest set bit of the rest.
    static func register(of element: RawSpan) -> (index: Int, rank: UInt8) {
        let hash = hash(element)
        let bits = HyperLogLogFormat.indexBits
        let index = Int(truncatingIfNeeded: hash & UInt64(HyperLogLogFormat.registerCount - 1))
        // The extra bit ends the run of zeros at 50.
        let rest = hash >> UInt64(bits) | 1 << UInt64(64 - bits)
        return (index, UInt8(truncatingIfNeeded: rest.trailingZeroBitCount + 1))
    }

    static func hash(_ element: RawSpan) -> UInt64 {
        let count = element.byteCount
        var hash = seed ^ UInt64(count) &* multiplier
        var index = 0
        while count - index >= 8 {
            var block = element.loadLittleEndian(UInt64.self, at: index)
            block &*= multiplier
            block ^= block >> 47
            block &*= multiplier
            hash ^= block
            hash &*= multiplier
            index += 8
        }
        if index < count {
            var tail: UInt64 = 0
            for position in index..<count {
                tail |= UInt64(element[byte: position]) << UInt64(8 * (position - index))
            }
            hash ^= tail
            hash &*= multiplier
        }
        hash ^= hash >> 47
        hash &*= multiplier
        hash ^= hash >> 47
        return hash
    }
}
