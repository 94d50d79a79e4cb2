import RedoubtBytes
import RedoubtCodecs
import Testing

@Suite("CRC-64 of snapshots")
struct CRC64Tests {
    private let digits = Array("123456789".utf8)

    /// One bit at a time, straight from the definition.
    private func bitwise(_ bytes: some Sequence<UInt8>) -> UInt64 {
        bytes.reduce(UInt64(0)) { crc, byte in
            (0..<8).reduce(crc ^ UInt64(byte)) { part, _ in
                part & 1 == 0 ? part >> 1 : (part >> 1) ^ 0x95AC_9329_AC4B_C9B5
            }
        }
    }

    @Test("has the published check value")
    func checkValue() {
        #expect(CRC64.checksum(of: digits.rawSpan) == 0xE9C6_D914_C4B8_D9CA)
        #expect(CRC64().value == 0)
    }

    @Test("agrees with the definition at every length and split")
    func definition() {
        var random = SeededRandom(seed: 7)
        let bytes = (0..<100).map { _ in UInt8.random(in: 0...255, using: &random) }
        for count in 0...bytes.count {
            let expected = bitwise(bytes[..<count])
            let split = count / 3
            var crc = CRC64()
            crc.update(Array(bytes[..<split]).rawSpan)
            #expect(crc.value == bitwise(bytes[..<split]))
            var rest = CRC64(continuing: crc.value)
            rest.update(Array(bytes[split..<count]).rawSpan)
            #expect(rest.value == expected)
        }
    }

    @Test("puts the checksums of two pieces together")
    func combine() {
        var random = SeededRandom(seed: 8)
        let bytes = (0..<5000).map { _ in UInt8.random(in: 0...255, using: &random) }
        let whole = CRC64.checksum(of: bytes.rawSpan)
        for split in [0, 1, 2, 15, 16, 17, 1000, 4999, 5000] {
            let first = CRC64.checksum(of: Array(bytes[..<split]).rawSpan)
            let second = CRC64.checksum(of: Array(bytes[split...]).rawSpan)
            #expect(CRC64.combine(first, second, secondCount: bytes.count - split) == whole)
        }
    }
}
