import RedoubtBytes

/// A set of keys that may say yes to a key that was never added, and never no to one that was.
///
/// Eight bits stand for a key, four in each of two words of one cache line. With 32 bits a key, one
/// strange key in some hundred thousand is taken for a member.
struct KeyFilter: Sendable {
    private var words: ContiguousArray<UInt64>
    private let mask: Int

    /// A filter for about as many keys, of at most `byteCountMax` bytes.
    init(keyCount: Int, byteCountMax: Int = 1 << 25) {
        let most = byteCountMax / 8
        var count = 1 << 10
        while count < most, count < keyCount / 2 { count *= 2 }
        words = ContiguousArray(repeating: 0, count: count)
        mask = count - 1
    }

    /// Adds a key by its ``ByteHash``.
    ///
    /// - Returns: whether it seemed to be there.
    @discardableResult
    mutating func insert(_ hash: UInt64) -> Bool {
        let probe = Probe(hash, mask)
        let isThere = contains(probe)
        words[probe.first] |= probe.firstBits
        words[probe.second] |= probe.secondBits
        return isThere
    }

    /// Whether the key may be there.
    func contains(_ hash: UInt64) -> Bool {
        contains(Probe(hash, mask))
    }

    private func contains(_ probe: Probe) -> Bool {
        words[probe.first] & probe.firstBits == probe.firstBits
            && words[probe.second] & probe.secondBits == probe.secondBits
    }

    /// The two words of a key and its bits in them.
    private struct Probe {
        let first: Int
        let second: Int
        let firstBits: UInt64
        let secondBits: UInt64

        init(_ hash: UInt64, _ mask: Int) {
            // The hash gives the places, a product of it the bits.
            first = Int(truncatingIfNeeded: hash) & mask
            second = first ^ Int(truncatingIfNeeded: (hash >> 32) % 7 + 1)
            let spread = hash &* 0x9E37_79B9_7F4A_7C15
            firstBits = Self.bits(spread >> 40)
            secondBits = Self.bits(spread >> 16)
        }

        /// Four bits of a word, named by 6 bits each.
        private static func bits(_ places: UInt64) -> UInt64 {
            1 << (places & 63) | 1 << (places >> 6 & 63) | 1 << (places >> 12 & 63)
                | 1 << (places >> 18 & 63)
        }
    }
}
