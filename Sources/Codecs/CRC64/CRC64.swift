import RedoubtBytes

/// The checksum at the end of snapshots and of DUMP payloads: CRC-64 "Jones".
///
/// Polynomial `AD93D23594C935A9`, reflected in and out, start value 0, no final xor; on disk 8
/// bytes in little-endian order. The check value of `123456789` is `E9C6D914C4B8D9CA`.
///
/// Because it starts at 0 and ends without an xor, it can be taken piece by piece, and pieces can
/// be taken in parallel and put together with ``combine(_:_:secondCount:)``.
///
/// Where the processor has carry-less multiplication the bytes are folded by it, in the small C
/// target `CChecksum`; elsewhere each goes through a table.
public struct CRC64: Hashable, Sendable {
    /// The checksum of everything up to now.
    public private(set) var value: UInt64

    /// Starts with no bytes.
    public init() {
        value = 0
    }

    /// Continues behind bytes whose checksum is `value`.
    public init(continuing value: UInt64) {
        self.value = value
    }

    /// Takes more bytes in; long runs at the speed of memory.
    public mutating func update(_ bytes: RawSpan) {
        value = Self.continued(value, over: bytes, by: .best)
    }

    /// The checksum of `bytes`.
    public static func checksum(of bytes: RawSpan) -> UInt64 {
        var crc = CRC64()
        crc.update(bytes)
        return crc.value
    }

    /// Sixteen bytes per step, each through a table that knows how far from the end it stands.
    static func run(
        _ start: UInt64,
        over bytes: UnsafeRawBufferPointer,
        _ tables: UnsafeBufferPointer<UInt64>
    ) -> UInt64 {
        precondition(tables.count == CRC64Tables.count)
        var crc = start
        var index = 0
        while bytes.count &- index >= 16 {
            // Sixteen bytes remain, and every table index is below 16 · 256.
            let low =
                unsafe crc
                ^ UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self))
            let high = unsafe UInt64(
                littleEndian: bytes.loadUnaligned(fromByteOffset: index &+ 8, as: UInt64.self)
            )
            crc = unsafe eight(low, tables, 8) ^ eight(high, tables, 0)
            index &+= 16
        }
        while index < bytes.count {
            unsafe crc = tables[Int((crc ^ UInt64(bytes[index])) & 0xFF)] ^ (crc >> 8)
            index &+= 1
        }
        return crc
    }

    /// What eight bytes add that stand `behind` bytes before the end of a step.
    @inline(__always)
    @unsafe
    private static func eight(
        _ word: UInt64,
        _ tables: UnsafeBufferPointer<UInt64>,
        _ behind: Int
    ) -> UInt64 {
        @inline(__always)
        func entry(_ table: Int, _ shift: UInt64) -> UInt64 {
            unsafe tables[(behind &+ table) &* 256 &+ Int((word &>> shift) & 0xFF)]
        }
        return entry(7, 0) ^ entry(6, 8) ^ entry(5, 16) ^ entry(4, 24)
            ^ entry(3, 32) ^ entry(2, 40) ^ entry(1, 48) ^ entry(0, 56)
    }
}

/// The tables of ``CRC64``: entry `t · 256 + b` is what byte `b` adds when `t` bytes follow it.
struct CRC64Tables: Sendable {
    static let count = 16 * 256
    static let shared = CRC64Tables()

    let entries: [UInt64]

    private init() {
        var entries = [UInt64](repeating: 0, count: Self.count)
        for byte in 0..<256 {
            entries[byte] = (0..<8).reduce(UInt64(byte)) { crc, _ in CRC64.timesX(crc) }
        }
        for index in 256..<Self.count {
            let nearer = entries[index - 256]
            entries[index] = entries[Int(nearer & 0xFF)] ^ (nearer >> 8)
        }
        self.entries = entries
    }
}
