import RedoubtBytes

/// A listpack: a run of integers and short strings in one block of memory.
///
/// | Offset | Size | Field |
/// |---|---|---|
/// | 0 | 4 | size of the whole blob, little-endian |
/// | 4 | 2 | number of elements, little-endian; 65535: not known |
/// | 6 | … | elements |
/// | size − 1 | 1 | end mark, `FF` |
///
/// An element is an encoding byte, more of its header, data, and the size of all that once more
/// (the *backward length*), so that the list can be walked from its end:
///
/// | Encoding | Data | Element |
/// |---|---|---|
/// | `0xxxxxxx` | | 0 to 127 |
/// | `10xxxxxx` | n | string of at most 63 bytes |
/// | `110xxxxx` b | | 13-bit signed integer, big-endian |
/// | `1110xxxx` b | n | string of at most 4095 bytes, length big-endian |
/// | `F0` u32le | n | string |
/// | `F1` `F2` `F3` `F4` | 2, 3, 4, 8 | signed integer, little-endian |
///
/// The backward length has 7 bits in each byte, the most significant group first; every byte but
/// the first has its top bit set. Its size is found by strict comparisons, so that 16383, which
/// would fit two bytes, takes three.
public enum ListpackFormat {
    /// Size of the header.
    public static let headerSize = 6
    /// Size of a listpack without elements: its header and its end mark.
    public static let emptySize = 7
    /// The count that stands for "not known".
    public static let unknownCount = 65535
    /// The most bytes that servers let one listpack grow to.
    public static let byteCountMax = 1 << 30

    @usableFromInline static let endMark: UInt8 = 0xFF

    /// Number of bytes that an element takes, written as ``ListpackWriter`` does.
    public static func elementSize(of bytes: RawSpan) -> Int {
        if let integer = Int64(canonicalDecimal: bytes) { return elementSize(of: integer) }
        let length = bytes.byteCount
        let size = length + (length < 64 ? 1 : length < 4096 ? 2 : 5)
        return size + backwardLengthSize(of: size)
    }

    /// Number of bytes that an integer takes.
    public static func elementSize(of integer: Int64) -> Int {
        switch integer {
        case 0...127: 2
        case -4096...4095: 3
        case -0x8000...0x7FFF: 4
        case -0x80_0000...0x7F_FFFF: 5
        case -0x8000_0000...0x7FFF_FFFF: 6
        default: 10
        }
    }

    /// Number of bytes of the backward length for an element of `size` bytes.
    @inlinable
    public static func backwardLengthSize(of size: Int) -> Int {
        if size <= 127 { return 1 }
        if size < 16383 { return 2 }
        if size < 2_097_151 { return 3 }
        if size < 268_435_455 { return 4 }
        return 5
    }

    /// Byte number `index` of a backward length that takes `count` bytes.
    @inlinable
    static func backwardLengthByte(_ size: Int, _ index: Int, of count: Int) -> UInt8 {
        let group = UInt8(truncatingIfNeeded: size &>> (7 &* (count &- 1 &- index))) & 0x7F
        return index == 0 ? group : group | 0x80
    }
}
