import RedoubtBytes
import RedoubtCodecs

/// The checksum of snapshots.
enum Checksums {
    static let all = [long, short]

    private static let long = InnerLoop("CRC-64 of 256 KiB", unitCount: 1 << 18) {
        let bytes = SampleText.letters(1 << 18, seed: 1)
        return { Int(truncatingIfNeeded: CRC64.checksum(of: bytes.bytes)) }
    }

    private static let short = InnerLoop("CRC-64 of 1000 runs of 100 bytes", unitCount: 1000) {
        let bytes = SampleText.letters(100, seed: 2)
        return {
            var crc = CRC64()
            for _ in 0..<1000 { crc.update(bytes.bytes) }
            return Int(truncatingIfNeeded: crc.value)
        }
    }
}
