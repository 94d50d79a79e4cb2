import RedoubtBytes
import RedoubtCodecs
import RedoubtRDB

/// The pieces that files are put together from, written out by hand from the format's layout.
enum FileBytes {
    /// A short string in the raw form.
    static func text(_ text: String) -> [UInt8] {
        precondition(text.utf8.count < 64)
        return [UInt8(text.utf8.count)] + Array(text.utf8)
    }

    /// A blob in the raw form with a 14-bit length.
    static func blob(_ bytes: [UInt8]) -> [UInt8] {
        [0x40 | UInt8(bytes.count >> 8), UInt8(bytes.count & 0xFF)] + bytes
    }

    static func little<T: FixedWidthInteger>(_ value: T) -> [UInt8] {
        (0..<T.bitWidth / 8).map { UInt8(truncatingIfNeeded: value >> T(8 * $0)) }
    }

    static func big<T: FixedWidthInteger>(_ value: T) -> [UInt8] {
        little(value).reversed()
    }

    /// A raw stream id.
    static func id(_ milliseconds: UInt64, _ sequence: UInt64) -> [UInt8] {
        big(milliseconds) + big(sequence)
    }

    /// An element of a listpack: an integer from −4096 to 4095, or a short string.
    enum Item: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral {
        case integer(Int)
        case string(String)

        init(stringLiteral value: String) { self = .string(value) }
        init(integerLiteral value: Int) { self = .integer(value) }
    }

    static func listpack(_ items: [Item]) -> [UInt8] {
        var body: [UInt8] = []
        for item in items {
            let element: [UInt8] =
                switch item {
                case .integer(let value) where (0..<128).contains(value): [UInt8(value)]
                case .integer(let value):
                    [0xC0 | UInt8(value >> 8 & 0x1F), UInt8(value & 0xFF)]
                case .string(let text): [0x80 | UInt8(text.utf8.count)] + Array(text.utf8)
                }
            body += element + [UInt8(element.count)]
        }
        return little(UInt32(body.count + 7)) + little(UInt16(items.count)) + body + [0xFF]
    }

    /// A ziplist of short strings.
    static func ziplist(_ items: [String]) -> [UInt8] {
        var body: [UInt8] = []
        var previousSize = 0
        var tail = 10
        for item in items {
            tail = 10 + body.count
            let entry = [UInt8(previousSize), UInt8(item.utf8.count)] + Array(item.utf8)
            body += entry
            previousSize = entry.count
        }
        return little(UInt32(body.count + 11)) + little(UInt32(tail)) + little(UInt16(items.count))
            + body + [0xFF]
    }

    /// The same bytes as one LZF literal run per 32 bytes, as a compressed string.
    static func compressed(_ bytes: [UInt8]) -> [UInt8] {
        var runs: [UInt8] = []
        for start in stride(from: 0, to: bytes.count, by: 32) {
            let run = bytes[start..<min(start + 32, bytes.count)]
            runs += [UInt8(run.count - 1)] + run
        }
        let counts = [runs.count, bytes.count].flatMap {
            [0x40 | UInt8($0 >> 8), UInt8($0 & 0xFF)]
        }
        return [0xC3] + counts + runs
    }

    /// A whole file: magic, body, end mark and checksum.
    static func file(_ magic: String, _ body: [UInt8]) -> [UInt8] {
        var bytes = Array(magic.utf8) + body + [0xFF]
        if magic >= "REDIS0005" {
            var crc = CRC64()
            crc.update(bytes.rawSpan)
            bytes += little(crc.value)
        }
        return bytes
    }
}
