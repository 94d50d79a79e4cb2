import RedoubtBytes
import RedoubtCodecs

/// Elements and blobs that the tests of the packed encodings share.
enum PackedSamples {
    /// Both sides of every border between two integer forms.
    static let integers: [Int64] = [
        0, 1, 12, 13, 127, 128, -1, -128, -129, 4095, -4096, 4096, -4097, 32767, -32768, 32768,
        -32769, 8_388_607, -8_388_608, 8_388_608, -8_388_609, 2_147_483_647, -2_147_483_648,
        2_147_483_648, -2_147_483_649, .max, .min,
    ]

    /// Texts that look like integers without being one, and lengths at a border.
    static let texts: [ByteString] = [
        "", "-0", "+1", "007", "a", "12 ", "9223372036854775808",
        ByteString([UInt8](repeating: UInt8(ascii: "x"), count: 63)),
        ByteString([UInt8](repeating: UInt8(ascii: "y"), count: 64)),
    ]

    static func run(of character: Unicode.Scalar, _ count: Int) -> [UInt8] {
        [UInt8](repeating: UInt8(ascii: character), count: count)
    }

    static func listpack(_ elements: [ByteString]) -> [UInt8] {
        var writer = ListpackWriter()
        for element in elements { writer.append(element.bytes) }
        return writer.finish().array
    }

    static func ziplist(_ elements: [ByteString], usesSmallIntegers: Bool = true) -> [UInt8] {
        var writer = ZiplistWriter(usesSmallIntegers: usesSmallIntegers)
        for element in elements { writer.append(element.bytes) }
        return writer.finish().array
    }

    static func elements(ofListpack blob: [UInt8]) throws(Fault) -> [ByteString] {
        var reader = try ListpackReader(blob.rawSpan)
        var elements: [ByteString] = []
        while let element = try reader.next() { elements.append(element.text) }
        return elements
    }

    static func elements(ofZiplist blob: [UInt8]) throws(Fault) -> [ByteString] {
        var reader = try ZiplistReader(blob.rawSpan)
        var elements: [ByteString] = []
        while let element = try reader.next() { elements.append(element.text) }
        return elements
    }

    static func pairs(ofZipmap blob: [UInt8]) throws(Fault) -> [[ByteString]] {
        var reader = try ZipmapReader(blob.rawSpan)
        var pairs: [[ByteString]] = []
        while let pair = try reader.next() {
            pairs.append([ByteString(pair.field), ByteString(pair.value)])
        }
        return pairs
    }

    static func members(ofIntset blob: [UInt8]) throws(Fault) -> [Int64] {
        var reader = try IntsetReader(blob.rawSpan)
        var members: [Int64] = []
        while let member = try reader.next() { members.append(member) }
        return members
    }
}

/// The bytes of a run of hexadecimal digits.
func bytes(hex: String) -> [UInt8] {
    let digits = hex.utf8.compactMap { Character(Unicode.Scalar($0)).hexDigitValue }
    return stride(from: 0, to: digits.count - 1, by: 2).map {
        UInt8(digits[$0] << 4 | digits[$0 + 1])
    }
}

/// FNV-1a of 64 bits: what stands for bytes too long to write out.
func fingerprint(_ bytes: [UInt8]) -> UInt64 {
    bytes.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
}

/// What reading a blob led to, where any fault will do.
func outcome<R>(_ body: () throws(Fault) -> R) -> Result<R, Fault> {
    do throws(Fault) {
        return .success(try body())
    } catch {
        return .failure(error)
    }
}
