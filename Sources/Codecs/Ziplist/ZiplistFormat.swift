/// A ziplist: what listpacks replaced in Redis 7; found in files of versions up to 9 and older.
///
/// | Offset | Size | Field |
/// |---|---|---|
/// | 0 | 4 | size of the whole blob, little-endian |
/// | 4 | 4 | offset of the last entry, little-endian; 10 without entries |
/// | 8 | 2 | number of entries, little-endian; 65535: not known |
/// | 10 | … | entries |
/// | size − 1 | 1 | end mark, `FF` |
///
/// An entry is the size of the entry before it (one byte below 254, else `FE` and a little-endian
/// `u32`; the long form is legal for small sizes too), an encoding and data:
///
/// | Encoding | Data | Element |
/// |---|---|---|
/// | `00xxxxxx` | n | string of at most 63 bytes |
/// | `01xxxxxx` b | n | string of at most 16383 bytes, length big-endian |
/// | `10……` u32be | n | string |
/// | `C0` `D0` `E0` | 2, 4, 8 | signed integer, little-endian |
/// | `F0` `FE` | 3, 1 | signed integer, little-endian; version 6 and later |
/// | `F1` to `FD` | | 0 to 12; version 6 and later |
public enum ZiplistFormat {
    /// Size of the header.
    public static let headerSize = 10
    /// Size of a ziplist without entries: its header and its end mark.
    public static let emptySize = 11
    /// The count that stands for "not known".
    public static let unknownCount = 65535
    /// The most bytes that servers let one ziplist grow to.
    public static let byteCountMax = 1 << 30

    @usableFromInline static let endMark: UInt8 = 0xFF
    /// The first byte of the long form of a previous size; smaller values are the short form.
    @usableFromInline static let longPrevious: UInt8 = 0xFE
}
