import RedoubtTestSupport

/// Random damage to a few bytes, of the kinds that formats of lengths and counts mind.
enum Mutation {
    /// Bytes that mean something in most of the formats.
    private static let telling: [UInt8] = [
        0, 1, 2, 3, 4, 7, 0x0A, 0x0B, 0x3F, 0x40, 0x7F, 0x80, 0x81, 0x82, 0xC0, 0xC1, 0xC2, 0xC3,
        0xE0, 0xF0, 0xF1, 0xF4, 0xFB, 0xFC, 0xFD, 0xFE, 0xFF,
    ]

    /// Changes a copy of `bytes` in one to three places.
    static func apply(
        to bytes: [UInt8],
        keepingLength: Bool = false,
        _ random: inout SeededGenerator
    ) -> [UInt8] {
        var bytes = bytes
        for _ in 0..<[1, 1, 1, 2, 3][Int.random(in: 0..<5, using: &random)] {
            change(&bytes, keepingLength, &random)
        }
        return bytes
    }

    private static func change(
        _ bytes: inout [UInt8],
        _ keepsLength: Bool,
        _ random: inout SeededGenerator
    ) {
        guard !bytes.isEmpty else { return }
        let place = Int.random(in: bytes.indices, using: &random)
        let other = Int.random(in: bytes.indices, using: &random)
        switch Int.random(in: 0..<(keepsLength ? 6 : 8), using: &random) {
        case 0: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
        case 1: bytes[place] = telling.randomElement(using: &random) ?? 0
        case 2: bytes[place] &+= 1
        case 3: bytes[place] &-= 1
        case 4: bytes[place] = bytes[other]
        case 5:
            // A piece that repeats another: elements that stand twice, or in another order.
            let count = min(16, bytes.count - max(place, other))
            let length = Int.random(in: 1...max(count, 1), using: &random)
            let piece = bytes[other..<(other + length)]
            bytes.replaceSubrange(place..<(place + length), with: Array(piece))
        case 6: bytes.remove(at: place)
        default: bytes.insert(telling.randomElement(using: &random) ?? 0, at: place)
        }
    }
}
