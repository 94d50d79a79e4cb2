import RedoubtBytes
import RedoubtCodecs

/// Appends strings and lengths in the forms that servers choose.
struct StringWriter: ~Copyable {
    private let compresses: Bool
    private var compressor = LZFCompressor()
    private var compressed = ByteBuilder(capacity: 1024)

    /// Integers are tried up to this many bytes of text.
    private static let integerCountMax = 11
    /// Strings up to this size are not compressed.
    private static let compressionThreshold = 20
    /// Compression must save this much.
    private static let savingMin = 4

    init(compresses: Bool) {
        self.compresses = compresses
    }

    /// Appends a string: as an integer, compressed, or as it is.
    mutating func append(_ bytes: RawSpan, to output: inout ByteBuilder) {
        if bytes.byteCount <= Self.integerCountMax, appendInteger(bytes, to: &output) { return }
        if compresses, bytes.byteCount > Self.compressionThreshold,
            appendCompressed(bytes, to: &output)
        {
            return
        }
        output.appendLength(bytes.byteCount)
        output.append(bytes)
    }

    private func appendInteger(_ bytes: RawSpan, to output: inout ByteBuilder) -> Bool {
        guard let value = Int64(canonicalDecimal: bytes), let narrow = Int32(exactly: value) else {
            return false
        }
        if let byte = Int8(exactly: narrow) {
            output.append(0xC0)
            output.appendLittleEndian(byte)
        } else if let word = Int16(exactly: narrow) {
            output.append(0xC1)
            output.appendLittleEndian(word)
        } else {
            output.append(0xC2)
            output.appendLittleEndian(narrow)
        }
        return true
    }

    private mutating func appendCompressed(
        _ bytes: RawSpan,
        to output: inout ByteBuilder
    ) -> Bool {
        compressed.removeAll()
        let limit = bytes.byteCount - Self.savingMin
        guard compressor.compress(bytes, limit: limit, into: &compressed) else { return false }
        output.append(0xC3)
        output.appendLength(compressed.count)
        output.appendLength(bytes.byteCount)
        output.append(compressed)
        return true
    }
}

extension ByteBuilder {
    /// Appends a length in its shortest form; see ``RDBLength`` for the forms.
    mutating func appendLength(_ value: UInt64) {
        switch value {
        case ..<(1 << 6):
            append(UInt8(value))
        case ..<(1 << 14):
            append(0x40 | UInt8(value >> 8))
            append(UInt8(truncatingIfNeeded: value))
        case ...UInt64(UInt32.max):
            append(0x80)
            appendBigEndian(UInt32(value))
        default:
            append(0x81)
            appendBigEndian(value)
        }
    }

    /// Appends a count in its shortest form.
    mutating func appendLength(_ count: Int) {
        appendLength(UInt64(count))
    }
}
