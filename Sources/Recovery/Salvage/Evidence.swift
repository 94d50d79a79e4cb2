import RedoubtBytes
import RedoubtRDB
import RedoubtValues

/// How much speaks for it that something is a record and not chance, in bits or a little less.
enum Evidence {
    /// What one record at least needs for a search to begin with it.
    static let firstMin = 1
    /// What makes a row of records certain.
    static let certain = 64

    /// Weighs an item that was read whole and whose value was decoded.
    ///
    /// - Parameter bytes: the item's own bytes.
    static func weight(
        of item: SnapshotItem,
        _ bytes: RawSpan,
        in context: PayloadContext
    ) -> Int {
        switch item.kind {
        case .key(let key): weight(of: key, at: item.range.lowerBound, bytes, in: context)
        case .selectDatabase(let number): number < 1024 ? 6 : -certain
        case .resize(let keys, let expires): expires <= keys && keys < 1 << 40 ? 6 : -certain
        case .auxiliary: bytes.byteCount > 2 && isText(bytes.extracting(2..<3)) ? 8 : 0
        case .function, .moduleAuxiliary, .hashTemplate: 16
        case .slotImport: 8
        case .hint: 2
        case .end: 0
        }
    }

    /// Weighs what stands in front of a value.
    static func weight(of heading: KeyHeading) -> Int {
        let name = heading.name
        return weight(of: heading.attributes.expiresAtMs)
            + (isText(name.bytes) ? min(12, name.count) : 0)
    }

    private static func weight(
        of key: SnapshotItem.Key,
        at offset: Int,
        _ bytes: RawSpan,
        in context: PayloadContext
    ) -> Int {
        let name = (key.nameRange.lowerBound - offset)..<(key.nameRange.upperBound - offset)
        let value = (key.payloadRange.lowerBound - offset)..<bytes.byteCount
        return 1 + weight(of: key.attributes.expiresAtMs)
            + weight(ofString: bytes.extracting(name), textMax: 12, compressed: 2)
            + weight(ofValue: bytes.extracting(value), key.type)
    }

    /// A time between 2001 and 2286 is seldom met by chance.
    private static func weight(of expiry: Int64?) -> Int {
        guard let expiry else { return 0 }
        return expiry > 1_000_000_000_000 && expiry < 9_999_999_999_999 ? 16 : 0
    }

    private static func weight(ofValue value: RawSpan, _ type: ObjectType) -> Int {
        switch type {
        case .string: weight(ofString: value, textMax: 4, compressed: 16)
        case .list, .set, .hash, .sortedSet, .sortedSetBinary:
            value.byteCount <= 1 ? -certain : min(8, value.byteCount / 16)
        case .rateLimit, .modulePreGA: 0
        // What holds lengths, counts and marks that agree with each other is no accident.
        default: value.byteCount < 8 ? 4 : 32
        }
    }

    /// Weighs a string in its encoded form: bytes that are no text say nothing.
    private static func weight(
        ofString bytes: RawSpan,
        textMax: Int,
        compressed: Int
    ) -> Int {
        guard bytes.byteCount > 1 else { return 0 }
        let first = bytes[byte: 0]
        switch first {
        case 0xC3: return compressed
        case 0xC0...0xC2: return 3
        default:
            let header = first < 0x40 ? 1 : first < 0x80 ? 2 : 5
            guard bytes.byteCount > header else { return 0 }
            let text = bytes.extracting(header..<min(bytes.byteCount, header + 32))
            return isText(text) ? min(textMax, text.byteCount) : 0
        }
    }

    private static func isText(_ bytes: RawSpan) -> Bool {
        for index in 0..<bytes.byteCount {
            let byte = bytes[byte: index]
            if byte < 0x20 || byte > 0x7E { return false }
        }
        return true
    }
}
