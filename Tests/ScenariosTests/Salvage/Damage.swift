import RedoubtTestSupport

/// A way in which a file is damaged, as disks, memory and copies do it.
enum DamageKind: String, CaseIterable, Sendable, CustomStringConvertible {
    case changedByte = "one byte changed"
    case zeroedSector = "512 bytes zeroed"
    case foreignPage = "4 KiB of another file"
    case missingBlock = "4 KiB missing"
    case cutTail = "tail cut"

    var description: String { rawValue }
}

/// A file that was damaged at one place.
struct DamagedBytes {
    let bytes: [UInt8]
    /// Which bytes of the sound file are concerned.
    let range: Range<Int>

    /// Damages a file at a random place.
    init(
        _ sound: [UInt8],
        _ kind: DamageKind,
        other: [UInt8],
        _ random: inout SeededGenerator
    ) {
        let start = Int.random(in: 0..<sound.count, using: &random)
        var bytes = sound
        switch kind {
        case .changedByte:
            bytes[start] ^= UInt8.random(in: 1...255, using: &random)
            range = start..<(start + 1)
        case .zeroedSector:
            range = start..<min(start + 512, sound.count)
            for index in range { bytes[index] = 0 }
        case .foreignPage:
            range = start..<min(start + 4096, sound.count)
            let from = Int.random(in: 0...max(other.count - 4096, 0), using: &random)
            for index in range { bytes[index] = other[(from + index - start) % other.count] }
        case .missingBlock:
            range = start..<min(start + 4096, sound.count)
            bytes.removeSubrange(range)
        case .cutTail:
            range = start..<sound.count
            bytes.removeSubrange(range)
        }
        self.bytes = bytes
    }
}
