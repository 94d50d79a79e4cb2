import RedoubtBytes
import RedoubtCodecs
import RedoubtTestSupport
import Testing

@Suite("Finding changed bytes by their checksum")
struct CRC64ErrorSearchTests {
    private var content: [UInt8] {
        var random = SeededGenerator(seed: 11)
        return (0..<5000).map { _ in UInt8.random(in: 0...255, using: &random) }
    }

    private func search(
        _ syndrome: UInt64,
        _ count: Int,
        width: Int = 1,
        in range: Range<Int>? = nil
    ) -> [ChecksumError] {
        CRC64.errors(
            explaining: syndrome,
            byteCount: count,
            in: range ?? 0..<(count + 8),
            widthMax: width,
            countMax: 100
        )
    }

    @Test("one byte, anywhere, and nowhere else")
    func singleBytes() {
        let bytes = content
        let stored = CRC64.checksum(of: bytes.rawSpan)
        for offset in stride(from: 0, to: bytes.count, by: 331) + [bytes.count - 1] {
            for flip: UInt8 in [0x01, 0x80, 0xFF] {
                var damaged = bytes
                damaged[offset] ^= flip
                let syndrome = stored ^ CRC64.checksum(of: damaged.rawSpan)
                let expected = [ChecksumError(offset: offset, pattern: [flip])]
                #expect(search(syndrome, bytes.count) == expected)
            }
        }
    }

    @Test("two and three bytes in a row")
    func bursts() {
        let bytes = content
        let stored = CRC64.checksum(of: bytes.rawSpan)
        for pattern: [UInt8] in [[1, 2], [0x80, 0, 0x01]] {
            for offset in [0, 1, 2500, bytes.count - pattern.count] {
                var damaged = bytes
                for (index, flip) in pattern.enumerated() { damaged[offset + index] ^= flip }
                let syndrome = stored ^ CRC64.checksum(of: damaged.rawSpan)
                let expected = [ChecksumError(offset: offset, pattern: pattern)]
                #expect(search(syndrome, bytes.count, width: 3) == expected)
                #expect(search(syndrome, bytes.count, width: 1).isEmpty)
            }
        }
    }

    @Test("a byte of the stored checksum")
    func checksumItself() {
        for index in 0..<8 {
            let expected = [ChecksumError(offset: 700 + index, pattern: [0x42])]
            #expect(search(0x42 << UInt64(8 * index), 700) == expected)
        }
    }

    @Test("in parts, as in one")
    func parts() {
        var damaged = content
        damaged[1234] ^= 7
        let syndrome = CRC64.checksum(of: content.rawSpan) ^ CRC64.checksum(of: damaged.rawSpan)
        let found = (0..<50).flatMap { part in
            search(syndrome, damaged.count, in: (part * 101)..<(part * 101 + 101))
        }
        #expect(found == [ChecksumError(offset: 1234, pattern: [7])])
    }

    @Test("changes that are wide or far apart give no place")
    func elsewhere() {
        var damaged = content
        damaged[1] ^= 7
        damaged[4000] ^= 9
        let syndrome = CRC64.checksum(of: content.rawSpan) ^ CRC64.checksum(of: damaged.rawSpan)
        #expect(search(syndrome, damaged.count, width: 3).isEmpty)
    }
}
