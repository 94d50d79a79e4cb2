/// A HyperLogLog: a string that estimates how many different elements it was shown.
///
/// | Offset | Size | Field |
/// |---|---|---|
/// | 0 | 4 | `HYLL` |
/// | 4 | 1 | encoding: 0 dense, 1 sparse |
/// | 5 | 3 | zero |
/// | 8 | 8 | cached cardinality, little-endian; top bit of the last byte: stale |
/// | 16 | … | registers |
///
/// It has 16384 registers of 6 bits. Dense, register *i* starts at bit 6*i*, lowest bit first, in
/// 12288 bytes. Sparse, the registers are run-length coded:
///
/// | Bytes | Meaning |
/// |---|---|
/// | `00xxxxxx` | ZERO: x + 1 registers of 0 |
/// | `01xxxxxx yyyyyyyy` | XZERO: xy + 1 registers of 0 |
/// | `1vvvvvxx` | VAL: x + 1 registers of v + 1, at most 32 |
enum HyperLogLogFormat {
    static let headerSize = 16
    static let registerCount = 16384
    static let denseSize = headerSize + registerCount * 6 / 8
    static let magic: [UInt8] = Array("HYLL".utf8)
    static let dense: UInt8 = 0
    static let sparse: UInt8 = 1
    static let encodingIndex = 4
    static let cardinalityIndex = 8
    /// The byte whose top bit marks the cached cardinality as stale.
    static let staleIndex = 15

    /// Number of low bits of the hash that choose a register.
    static let indexBits = 14
    /// Longest runs of one opcode.
    static let zeroRunMax = 64
    static let valueRunMax = 4
    /// The largest register of a VAL.
    static let sparseValueMax: UInt8 = 32
}

/// One opcode of the sparse form.
struct HyperLogLogRun {
    /// The registers' value; 0 for ZERO and XZERO.
    var value: UInt8
    /// Number of registers.
    var count: Int
    /// Number of bytes of the opcode.
    var size: Int

    /// Reads the opcode at `index`, or nil if the bytes end before it does.
    init?(_ bytes: [UInt8], at index: Int) {
        guard index < bytes.count else { return nil }
        let lead = bytes[index]
        if lead & 0x80 != 0 {
            self.init(value: (lead >> 2 & 0x1F) + 1, count: Int(lead & 3) + 1, size: 1)
        } else if lead & 0x40 == 0 {
            self.init(value: 0, count: Int(lead) + 1, size: 1)
        } else {
            guard index + 1 < bytes.count else { return nil }
            let count = Int(lead & 0x3F) << 8 | Int(bytes[index + 1])
            self.init(value: 0, count: count + 1, size: 2)
        }
    }

    private init(value: UInt8, count: Int, size: Int) {
        self.value = value
        self.count = count
        self.size = size
    }

    /// Appends registers of 0 in the smallest opcode; nothing for no registers.
    static func appendZeros(_ count: Int, to bytes: inout [UInt8]) {
        guard count > 0 else { return }
        if count > HyperLogLogFormat.zeroRunMax {
            bytes.append(UInt8(truncatingIfNeeded: (count - 1) >> 8) | 0x40)
            bytes.append(UInt8(truncatingIfNeeded: count - 1))
        } else {
            bytes.append(UInt8(truncatingIfNeeded: count - 1))
        }
    }

    /// Appends a VAL; nothing for no registers.
    static func appendValue(_ value: UInt8, _ count: Int, to bytes: inout [UInt8]) {
        guard count > 0 else { return }
        bytes.append(valueByte(value, count))
    }

    /// The VAL of 1 to 4 registers with a value of 1 to 32.
    static func valueByte(_ value: UInt8, _ count: Int) -> UInt8 {
        0x80 | (value &- 1) << 2 | UInt8(truncatingIfNeeded: count &- 1)
    }
}
