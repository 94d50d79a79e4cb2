import RedoubtBytes
import RedoubtRDB
import RedoubtValues

/// A module value put together by hand: opcodes with what follows them.
enum ModuleBytes {
    case unsigned(UInt64)
    case double(Double)
    case string(String)
    case bytes(Int)

    /// The opcode stream with its end mark.
    static func stream(_ values: [ModuleBytes]) -> [UInt8] {
        values.flatMap(\.encoded) + [0]
    }

    private var encoded: [UInt8] {
        switch self {
        case .unsigned(let number): [2, 0x81] + Self.bigEndian(number)
        case .double(let number): [4] + Self.bigEndian(number.bitPattern).reversed()
        case .string(let text): [5] + Self.length(text.utf8.count) + Array(text.utf8)
        case .bytes(let count): [5] + Self.length(count) + [UInt8](repeating: 7, count: count)
        }
    }

    /// Six bits, or fourteen behind the bits 01.
    private static func length(_ count: Int) -> [UInt8] {
        count < 64 ? [UInt8(count)] : [0x40 | UInt8(count >> 8), UInt8(count & 0xFF)]
    }

    private static func bigEndian(_ number: UInt64) -> [UInt8] {
        (0..<8).map { UInt8(truncatingIfNeeded: number >> UInt64(56 - 8 * $0)) }
    }

    /// The id of a type by its name and version.
    static func id(_ name: String, version: UInt64) -> ModuleID {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
        let number = name.reduce(UInt64(0)) { sum, letter in
            sum << 6 | UInt64(alphabet.firstIndex(of: letter) ?? 0)
        }
        return ModuleID(rawValue: number << 10 | version)
    }

    /// The payload of a key: the id in front of the stream.
    static func payload(_ id: ModuleID, _ stream: [UInt8]) -> [UInt8] {
        [0x81] + bigEndian(id.rawValue) + stream
    }
}
