import RedoubtBytes
import RedoubtCodecs

/// Hashes: a zipmap, ziplist or listpack if small, else field by field; with expiries in the forms
/// of Redis 7.4 and Valkey 9.
extension ValueEncoder {
    mutating func encodeHash() {
        let count = expiries.count
        let isSmall = fits(count: count, max: EncodingLimits.hashCount)
        if expiries.contains(where: { $0 != nil }) {
            if format.writes(.hashExpiryValkey) {
                encodeValkeyExpiries()
            } else if isSmall {
                encodeListpackExpiries()
            } else {
                encodeExpiries()
            }
        } else if isSmall, format.writes(.hashListpack) || format.writes(.hashZiplist) {
            type = format.number >= 10 ? .hashListpack : .hashZiplist
            for index in 0..<elements.count { pack(elementAt: index) }
            appendPacked()
        } else if isSmall, format.writes(.hashZipmap) {
            type = .hashZipmap
            zipmap.removeAll()
            for index in 0..<elements.count { elements.pack(index, into: &zipmap) }
            zipmap.finish(pairCount: count)
            strings.append(zipmap, to: &payload)
        } else {
            type = .hash
            payload.appendLength(count)
            appendElements(0..<elements.count)
        }
    }

    /// Valkey 9: field, value and an absolute time, −1 for none.
    private mutating func encodeValkeyExpiries() {
        type = .hashExpiryValkey
        payload.appendLength(expiries.count)
        for (index, time) in expiries.enumerated() {
            appendElements((2 * index)..<(2 * index + 2))
            payload.appendLittleEndian(time ?? -1)
        }
    }

    /// Redis 7.4: the earliest time, then per field 0 for none or the distance from it plus 1.
    private mutating func encodeExpiries() {
        type = .hashExpiry
        let earliest = earliestExpiry
        payload.appendLittleEndian(earliest)
        payload.appendLength(expiries.count)
        for (index, time) in expiries.enumerated() {
            let distance = time.map { UInt64(bitPattern: $0 &- earliest) &+ 1 } ?? 0
            payload.appendLength(distance)
            appendElements((2 * index)..<(2 * index + 2))
        }
    }

    /// Redis 7.4: a listpack of field, value and absolute time, the next to expire first and those
    /// that never do, with a time of 0, last.
    private mutating func encodeListpackExpiries() {
        type = .hashListpackExpiry
        payload.appendLittleEndian(earliestExpiry)
        let order = expiries.indices.sorted { left, right in
            let (first, second) = (expiries[left] ?? .max, expiries[right] ?? .max)
            return first != second ? first < second : left < right
        }
        for index in order {
            pack(elementAt: 2 * index)
            pack(elementAt: 2 * index + 1)
            listpack.append(integer: expiries[index] ?? 0)
        }
        appendPacked()
    }

    private var earliestExpiry: Int64 {
        expiries.lazy.compactMap { $0 }.min() ?? 0
    }
}
