import RedoubtBytes

/// A set of keys that may say yes to a key that was never added, and never no to one that was.
///
/// Eight bits stand for a key, four in each of two words of one cache line. With 32 bits a key, one
/// strange key in some hundred thousand is taken for a member.
struct KeyFilter: Sendable {
    private var words: ContiguousArray<UInt64>
    private var mask: Int
    /// Number of keys that did not seem to be there before.
    private var keyCount = 0

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
        if !isThere { keyCount &+= 1 }
        words[probe.first] |= probe.firstBits
        words[probe.second] |= probe.secondBits
        return isThere
    }

    /// Gives memory back that is not needed for as many keys as there are: what is asked often
    /// should stay near the processor.
    ///
    /// With 16 bits a key, one strange key in some thousand is taken for a member.
    mutating func fold() {
        while words.count > 1 << 10, words.count / 2 > keyCount / 4 {
            let half = words.count / 2
            // A key's words are found by the low bits of its hash alone.
            var folded = ContiguousArray(words[..<half])
            for index in 0..<half { folded[index] |= words[half + index] }
            words = folded
            mask = half - 1
        }
    }

    /// Whether the key may be there.
    @inline(__always)
    func contains(_ hash: UInt64) -> Bool {
        // The first word tells most strangers.
        let places = Probe.places(hash, mask)
        let spread = Probe.spread(hash)
        let bits = Probe.bits(spread >> 40)
        guard words[places.first] & bits == bits else { return false }
        let otherBits = Probe.bits(spread >> 16)
        return words[places.second] & otherBits == otherBits
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
            (first, second) = Self.places(hash, mask)
            let spread = Self.spread(hash)
            firstBits = Self.bits(spread >> 40)
            secondBits = Self.bits(spread >> 16)
        }

        /// The hash gives the places, a product of it the bits.
        @inline(__always)
        static func places(_ hash: UInt64, _ mask: Int) -> (first: Int, second: Int) {
            let first = Int(truncatingIfNeeded: hash) & mask
            return (first, first ^ Int(truncatingIfNeeded: (hash >> 32) % 7 + 1))
        }

        @inline(__always)
        static func spread(_ hash: UInt64) -> UInt64 { hash &* 0x9E37_79B9_7F4A_7C15 }

        /// Four bits of a word, named by 6 bits each.
        @inline(__always)
        static func bits(_ places: UInt64) -> UInt64 {
            1 << (places & 63) | 1 << (places >> 6 & 63) | 1 << (places >> 12 & 63)
                | 1 << (places >> 18 & 63)
        }
    }
}
