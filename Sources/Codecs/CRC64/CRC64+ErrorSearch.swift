import RedoubtBytes

/// Bytes whose change explains why a checksum does not match.
public struct ChecksumError: Hashable, Sendable {
    /// Where the first of them stands, counted from the first byte of the checksum's content.
    public let offset: Int
    /// What they have to be combined with, by exclusive or, for the checksum to match; neither the
    /// first nor the last is zero.
    public let pattern: [UInt8]

    /// Names a change.
    public init(offset: Int, pattern: [UInt8]) {
        self.offset = offset
        self.pattern = pattern
    }
}

extension CRC64 {
    /// Finds where a few changed bytes next to each other would explain a wrong checksum.
    ///
    /// The checksum is linear: the difference of what is stored and what is computed depends on
    /// the change and on its distance from the end, not on the content. Going back from the end,
    /// a register holds for each place the only eight bytes there that explain it; a place where
    /// all but the first `widthMax` of them are zero is a candidate. By chance one in
    /// `2^(64 - 8 * widthMax)` places is.
    ///
    /// - Parameters:
    ///   - syndrome: the stored checksum, exclusive or the computed one; not zero.
    ///   - byteCount: size of the content, in front of the stored checksum.
    ///   - range: the places to try. Those from `byteCount` on are in the stored checksum itself.
    ///   - widthMax: the most bytes of a change, 1 to 4.
    ///   - countMax: how many to find at most.
    /// - Returns: the candidates, the last place first.
    public static func errors(
        explaining syndrome: UInt64,
        byteCount: Int,
        in range: Range<Int>,
        widthMax: Int,
        countMax: Int
    ) -> [ChecksumError] {
        let end = min(range.upperBound, byteCount)
        var found: [ChecksumError] = []
        if range.upperBound > byteCount,
            let error = ChecksumError(syndrome, at: byteCount, widthMax: widthMax)
        {
            found.append(error)
        }
        guard end > range.lowerBound else { return found }
        var register = moved(syndrome, backBy: byteCount - end)
        let shift = UInt64(8 * min(max(widthMax, 1), 4))
        unsafe ReverseTable.shared.entries.withUnsafeBufferPointer { table in
            // A table of 256 entries, indexed by eight bits.
            precondition(table.count == 256)
            var offset = end
            while offset > range.lowerBound, found.count < countMax {
                offset &-= 1
                unsafe register = register << 8 ^ table[Int(register >> 56)]
                guard register >> shift == 0, register & 0xFF != 0 else { continue }
                found.append(ChecksumError(offset: offset, pattern: bytes(of: register)))
            }
        }
        return found
    }

    /// The register as it was `count` zero bytes ago.
    ///
    /// Takes one multiplication per bit that is set in `count`.
    static func moved(_ register: UInt64, backBy count: Int) -> UInt64 {
        precondition(count >= 0)
        var moved = register
        var rest = count
        while rest > 0 {
            moved = product(moved, reversePowers[rest.trailingZeroBitCount], by: .best)
            rest &= rest &- 1
        }
        return moved
    }

    /// What taking 2ⁱ bytes back multiplies by: x⁻⁸ to the power of 2ⁱ.
    private static let reversePowers: [UInt64] = {
        // The step back of 1, which is the topmost bit.
        let one: UInt64 = 1 << 63
        var powers = [one << 8 ^ ReverseTable.shared.entries[Int(one >> 56)]]
        while powers.count < Int.bitWidth - 1 {
            let last = powers[powers.count - 1]
            powers.append(product(last, last, by: .best))
        }
        return powers
    }()

    static func bytes(of register: UInt64) -> [UInt8] {
        (0..<8).map { UInt8(truncatingIfNeeded: register >> UInt64(8 * $0)) }
            .reversed().drop { $0 == 0 }.reversed()
    }
}

extension ChecksumError {
    /// The change of a stored checksum, if it is so small.
    fileprivate init?(_ syndrome: UInt64, at byteCount: Int, widthMax: Int) {
        let skipped = syndrome.trailingZeroBitCount / 8
        let rest = syndrome >> UInt64(8 * skipped)
        guard rest >> UInt64(8 * widthMax) == 0 else { return nil }
        self.init(offset: byteCount + skipped, pattern: CRC64.bytes(of: rest))
    }
}

/// One step back: entry `t` is what the byte `t` that comes out on top was made of.
private struct ReverseTable {
    static let shared = ReverseTable()

    let entries: [UInt64]

    private init() {
        var entries = [UInt64](repeating: 0, count: 256)
        for byte in 0..<256 {
            let forward = CRC64Tables.shared.entries[byte]
            // The top bytes of the forward table are all different.
            entries[Int(forward >> 56)] = forward << 8 ^ UInt64(byte)
        }
        self.entries = entries
    }
}
