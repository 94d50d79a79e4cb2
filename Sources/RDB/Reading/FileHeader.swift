import RedoubtBytes

/// The nine bytes at the start: `REDIS` and four digits, or `VALKEY` and three.
enum FileHeader {
    static let size = 9

    /// Reads the magic.
    ///
    /// - Throws: ``Fault`` with ``Fault/Reason/badMagic``, or ``Fault/Reason/unsupportedVersion``
    ///   with the number.
    static func read<R: ByteReading & ~Copyable & ~Escapable>(
        _ reader: inout R
    ) throws(Fault) -> FormatVersion {
        let start = reader.offset
        var magic = InlineArray<9, UInt8>(repeating: 0)
        for index in 0..<size {
            magic[index] = try reader.byte()
            guard index >= 5 || canBegin(magic, count: index + 1) else {
                throw Fault(.badMagic, at: start)
            }
        }
        let isValkey = magic[0] == UInt8(ascii: "V")
        guard !isValkey || magic[5] == UInt8(ascii: "Y") else { throw Fault(.badMagic, at: start) }
        var number = 0
        for index in (isValkey ? 6 : 5)..<size {
            let digit = magic[index] &- UInt8(ascii: "0")
            guard digit <= 9 else { throw Fault(.badMagic, at: start) }
            number = number * 10 + Int(digit)
        }
        let version = FormatVersion(dialect: isValkey ? .valkey : .redis, number: number)
        guard version.isReadable else {
            throw Fault(.unsupportedVersion, at: start, detail: number)
        }
        return version
    }

    private static func canBegin(_ magic: InlineArray<9, UInt8>, count: Int) -> Bool {
        let redis: StaticString = "REDIS"
        let valkey: StaticString = "VALKE"
        return matches(magic, count, redis) || matches(magic, count, valkey)
    }

    private static func matches(
        _ magic: InlineArray<9, UInt8>,
        _ count: Int,
        _ word: StaticString
    ) -> Bool {
        let letters = Array(word.description.utf8)
        return (0..<count).allSatisfy { magic[$0] == letters[$0] }
    }
}

extension FormatVersion {
    /// The version that the magic at the start of a file names; nil if it is damaged or not known.
    public init?(magicOf bytes: RawSpan) {
        var cursor = ByteCursor(bytes)
        guard let format = try? FileHeader.read(&cursor) else { return nil }
        self = format
    }
}
