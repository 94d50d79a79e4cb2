/// A fast 64-bit hash of bytes with a secret seed, for the tables of the keyspace.
///
/// Files are hostile: the seed differs in every process, so that nobody can prepare colliding
/// keys.
/// Two 64-bit words at a time go through a 128-bit multiply whose halves are folded together.
public enum ByteHash {
    /// The seed of this process.
    @usableFromInline static let seed = UInt64.random(in: .min ... .max)

    /// The hash of `bytes`.
    @inlinable
    public static func hash(_ bytes: RawSpan) -> UInt64 {
        hash(bytes, seed)
    }

    /// A hash of `bytes` that is the same in every process: for a division of keys into parts,
    /// where colliding keys make parts uneven and nothing worse.
    @inlinable
    public static func stableHash(_ bytes: RawSpan) -> UInt64 {
        hash(bytes, 0x2545_F491_4F6C_DD1D)
    }

    /// The hash of `bytes` with a seed of the caller's: for tables that outlive the process.
    @inlinable @inline(__always)
    public static func hash(_ bytes: RawSpan, _ seed: UInt64) -> UInt64 {
        let count = bytes.byteCount
        var state = seed ^ UInt64(truncatingIfNeeded: count) &* 0x9E37_79B9_7F4A_7C15
        var index = 0
        while count &- index >= 16 {
            state = mix(state ^ load(bytes, index, 8), load(bytes, index &+ 8, 8) ^ first)
            index &+= 16
        }
        let left = count &- index
        let low = load(bytes, index, min(left, 8))
        let high = left > 8 ? load(bytes, index &+ 8, left &- 8) : 0
        return mix(state ^ low, high ^ second)
    }

    @usableFromInline static var first: UInt64 { 0xA076_1D64_78BD_642F }
    @usableFromInline static var second: UInt64 { 0xE703_7ED1_A0B4_28DB }

    @inlinable @inline(__always)
    static func mix(_ a: UInt64, _ b: UInt64) -> UInt64 {
        let product = a.multipliedFullWidth(by: b)
        return product.high ^ product.low
    }

    /// The next `count` bytes, at most 8, as a number that tells them from any others as many.
    @inlinable @inline(__always)
    static func load(_ bytes: RawSpan, _ index: Int, _ count: Int) -> UInt64 {
        precondition(index >= 0 && count >= 0 && index &+ count <= bytes.byteCount)
        if count == 8 {
            // Eight bytes lie within the span.
            return unsafe bytes.unsafeLoadUnaligned(
                fromUncheckedByteOffset: index,
                as: UInt64.self
            )
        }
        if count >= 4 {
            // Two words of four bytes, which may overlap, lie within the span.
            let low = unsafe bytes.unsafeLoadUnaligned(
                fromUncheckedByteOffset: index,
                as: UInt32.self
            )
            let high = unsafe bytes.unsafeLoadUnaligned(
                fromUncheckedByteOffset: index &+ count &- 4,
                as: UInt32.self
            )
            return UInt64(high) &<< 32 | UInt64(low)
        }
        var value: UInt64 = 0
        for step in 0..<count {
            value |= UInt64(bytes[byte: index &+ step]) &<< UInt64(step &* 8)
        }
        return value
    }
}
