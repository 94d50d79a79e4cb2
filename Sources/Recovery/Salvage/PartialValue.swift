import RedoubtBytes
import RedoubtRDB
import RedoubtValues

/// The leading elements of an aggregate whose tail can't be read.
///
/// Lengths and counts that speak of more than is there are made to fit, so that the elements in
/// front of the damage can be visited; the visit then ends with a fault.
struct PartialValue {
    private static let sizeMax = 256 << 20

    let type: ObjectType
    private let payload: [UInt8]
    private let context: PayloadContext

    /// Takes what is left of a value; nil where no element of it can be told.
    init?(_ type: ObjectType, _ rest: RawSpan, in context: PayloadContext) {
        guard rest.byteCount <= Self.sizeMax else { return nil }
        self.type = type
        self.context = context
        switch type {
        case .listQuicklist, .listQuicklist2:
            guard let bytes = Self.nodes(type, rest, in: context) else { return nil }
            payload = bytes
        case .list, .set:
            guard let bytes = Self.counted(rest, sizeMin: 1, in: context) else { return nil }
            payload = bytes
        case .hash, .sortedSet:
            guard let bytes = Self.counted(rest, sizeMin: 2, in: context) else { return nil }
            payload = bytes
        case .sortedSetBinary:
            guard let bytes = Self.counted(rest, sizeMin: 9, in: context) else { return nil }
            payload = bytes
        case .hashListpack, .sortedSetListpack, .setListpack:
            guard let bytes = Self.packed(rest, countOffset: 4, in: context) else { return nil }
            payload = bytes
        case .hashZiplist, .sortedSetZiplist, .listZiplist:
            guard let bytes = Self.packed(rest, countOffset: 8, in: context) else { return nil }
            payload = bytes
        case .hashExpiry, .hashExpiryValkey, .hashListpackExpiry:
            payload = rest.array
        default: return nil
        }
        var elements = DistinctElements()
        if elements.hasRepeated(type, payload.rawSpan, at: 0, in: context) { return nil }
    }

    /// Tells the encoder of the elements that can be read.
    func visit(_ encoder: inout ValueEncoder) throws(Fault) {
        do throws(Fault) {
            try type.visit(payload.rawSpan, at: 0, in: context, &encoder)
        } catch {
            // Where nothing was read the value is empty, and no key is written.
            guard error.reason != .unsupportedByTarget else { throw error }
            try encoder.end()
        }
    }

    /// A count of elements that is no more than the bytes can hold, and the bytes behind it.
    private static func counted(
        _ rest: RawSpan,
        sizeMin: Int,
        in context: PayloadContext
    ) -> [UInt8]? {
        var cursor = ByteCursor(rest)
        guard let count = try? RDBLength.read(from: &cursor, in: context) else { return nil }
        let possible = min(count, UInt64(cursor.remaining / sizeMin))
        return long(Int(possible)) + cursor.rest().array
    }

    /// The nodes of a list that are whole, and the first that is not, made to end with the bytes.
    private static func nodes(
        _ type: ObjectType,
        _ rest: RawSpan,
        in context: PayloadContext
    ) -> [UInt8]? {
        var cursor = ByteCursor(rest)
        guard let count = try? RDBLength.read(from: &cursor, in: context) else { return nil }
        var nodes: [UInt8] = []
        var nodeCount = 0
        while nodeCount < count, !cursor.isAtEnd {
            let start = cursor.position
            var isPacked = true
            if type == .listQuicklist2 {
                isPacked = (try? RDBLength.read(from: &cursor, in: context)) == 2
            }
            let blobStart = cursor.position
            guard (try? RDBString.skip(&cursor, in: context)) == nil else {
                nodes.append(rest.extracting(start..<cursor.position))
                nodeCount += 1
                continue
            }
            let countOffset = type == .listQuicklist2 ? 4 : 8
            let left = rest.extracting(blobStart..<rest.byteCount)
            if isPacked, let blob = packed(left, countOffset: countOffset, in: context) {
                nodes.append(rest.extracting(start..<blobStart))
                nodes += blob
                nodeCount += 1
            }
            break
        }
        return nodeCount > 0 ? long(nodeCount) + nodes : nil
    }

    /// A listpack or ziplist that is made to end where the bytes do, its count left open.
    private static func packed(
        _ rest: RawSpan,
        countOffset: Int,
        in context: PayloadContext
    ) -> [UInt8]? {
        guard var blob = blob(rest, in: context), blob.count > countOffset + 2 else { return nil }
        blob.append(0xFF)
        put(UInt32(truncatingIfNeeded: blob.count), at: 0, in: &blob)
        if countOffset == 8 { put(0, at: 4, in: &blob) }
        blob[countOffset] = 0xFF
        blob[countOffset + 1] = 0xFF
        return long(blob.count) + blob
    }

    /// What is left of the string that holds the blob.
    private static func blob(_ rest: RawSpan, in context: PayloadContext) -> [UInt8]? {
        var whole = ByteCursor(rest)
        if let text = try? RDBString.owned(from: &whole, in: context) { return text.bytes.array }
        var cursor = ByteCursor(rest)
        guard cursor.peek().map({ $0 < 0xC0 }) ?? false,
            let count = try? RDBLength.read(from: &cursor, in: context)
        else { return nil }
        let left = cursor.rest()
        return left.extracting(0..<min(Int(clamping: count), left.byteCount)).array
    }

    private static func put(_ value: UInt32, at index: Int, in blob: inout [UInt8]) {
        for step in 0..<4 { blob[index + step] = UInt8(truncatingIfNeeded: value >> (8 * step)) }
    }

    /// A length in its form of five bytes.
    private static func long(_ count: Int) -> [UInt8] {
        let value = UInt32(clamping: count)
        return [0x80] + (0..<4).map { UInt8(truncatingIfNeeded: value >> UInt32(24 - 8 * $0)) }
    }
}
