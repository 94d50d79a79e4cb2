import RedoubtBytes

/// The hash slot of a key in a cluster: CRC-16 (polynomial 0x1021, initial value 0) modulo 16384.
///
/// If a key has a `{` and a `}` behind it with at least one byte between the first of each, only
/// those bytes count, so that keys with the same tag share a slot.
public enum HashSlot {
    /// Number of slots.
    public static let count = 16384

    /// The slot of a key, 0 to 16383.
    public static func slot(of key: RawSpan) -> Int {
        var crc: UInt16 = 0
        for index in taggedRange(of: key) {
            let row = UInt8(truncatingIfNeeded: crc >> 8) ^ key[byte: index]
            crc = crc << 8 ^ table[Int(row)]
        }
        return Int(crc) & (count - 1)
    }

    /// The indices of the bytes of `key` that decide its slot.
    private static func taggedRange(of key: RawSpan) -> Range<Int> {
        let whole = 0..<key.byteCount
        guard let open = index(of: UInt8(ascii: "{"), in: key, from: 0),
            let close = index(of: UInt8(ascii: "}"), in: key, from: open + 1),
            close > open + 1
        else { return whole }
        return (open + 1)..<close
    }

    private static func index(of byte: UInt8, in key: RawSpan, from start: Int) -> Int? {
        var index = start
        while index < key.byteCount {
            if key[byte: index] == byte { return index }
            index += 1
        }
        return nil
    }

    private static let table: [UInt16] = (0..<256).map { row in
        var crc = UInt16(row) << 8
        for _ in 0..<8 {
            crc = crc & 0x8000 == 0 ? crc << 1 : crc << 1 ^ 0x1021
        }
        return crc
    }
}
