/// Where one key stands in its snapshot: a word of a table.
///
/// | Bits   | Content                                            |
/// |--------|----------------------------------------------------|
/// | 0-39   | offset of the record in the file; 0 is an empty slot |
/// | 40     | whether the key expires                            |
/// | 41     | whether the key was taken out or removed           |
/// | 42-63  | tag: 22 bits of the hash, which give the place too |
///
/// A slot whose key is gone keeps its offset and its tag: so a key that stands a second time in the
/// file is noticed even then.
struct ColdSlot: Hashable, Sendable {
    let word: UInt64

    /// The largest offset.
    static let offsetMax = 1 << 40 - 1
    static let tagBits: UInt64 = 22
    private static let expiring: UInt64 = 1 << 40
    private static let gone: UInt64 = 1 << 41

    @inline(__always)
    init(word: UInt64) {
        self.word = word
    }

    @inline(__always)
    init(tag: UInt64, offset: Int, expires: Bool) {
        word = tag << 42 | (expires ? Self.expiring : 0) | UInt64(offset) & 0xFF_FFFF_FFFF
    }

    @inline(__always) var isEmpty: Bool { word == 0 }
    @inline(__always) var isGone: Bool { word & Self.gone != 0 }
    @inline(__always) var isLive: Bool { word != 0 && word & Self.gone == 0 }
    @inline(__always) var expires: Bool { word & Self.expiring != 0 }
    @inline(__always) var offset: Int { Int(word & 0xFF_FFFF_FFFF) }
    @inline(__always) var tag: UInt64 { word >> 42 }

    /// The same slot with its key.
    var withKey: ColdSlot { ColdSlot(word: word & ~Self.gone) }

    /// The same slot without its key.
    var withoutKey: ColdSlot { ColdSlot(word: word | Self.gone) }
}
