import RedoubtBytes
import RedoubtCodecs

/// Sorted sets: a ziplist or listpack in ascending order, else members with text scores up to
/// version 7 and binary scores, highest first, from 8 on.
///
/// A score of −0 is written as the text `-0` into a ziplist or listpack: servers keep it there,
/// while a small set with binary scores loses the sign when Redis 7.0 or later loads it. NaN, which
/// a damaged source may hold, is only taken by Redis, and only in a ziplist or listpack.
extension ValueEncoder {
    mutating func encodeSortedSet() throws(Fault) {
        let order = ascendingOrder()
        let hasPacked = format.writes(.sortedSetZiplist) || format.writes(.sortedSetListpack)
        let isPacked = hasPacked && fits(count: order.count, max: EncodingLimits.sortedSetCount)
        guard isPacked && format.dialect == .redis || !scores.contains(where: \.isNaN) else {
            throw Fault(.badSortedSet)
        }
        if isPacked {
            type = format.number >= 10 ? .sortedSetListpack : .sortedSetZiplist
            for index in order {
                pack(elementAt: index)
                packScore(scores[index])
            }
            appendPacked()
            return
        }
        type = format.number >= 8 ? .sortedSetBinary : .sortedSet
        payload.appendLength(order.count)
        for index in order.reversed() {
            elements.write(index, with: &strings, to: &payload)
            if type == .sortedSetBinary {
                payload.appendLittleEndian(scores[index].bitPattern)
            } else {
                appendTextScore(scores[index])
            }
        }
    }

    private func ascendingOrder() -> [Int] {
        (0..<elements.count).sorted { left, right in
            let (first, second) = (scores[left], scores[right])
            if first.isNaN != second.isNaN { return second.isNaN }
            if first < second || first > second { return first < second }
            return elements[left].compareBytes(elements[right]) < 0
        }
    }

    private mutating func packScore(_ score: Double) {
        text.removeAll()
        if score == 0, score.sign == .minus {
            text.append("-0")
        } else if format.number >= 11 || Self.isListpackInteger(score) && format.number == 10 {
            ScoreText.appendElement(score, dropsNegativeZero: true, to: &text)
        } else {
            ScoreText.appendLong(score, to: &text)
        }
        if format.number >= 10 {
            text.pack(into: &listpack)
        } else {
            text.pack(into: &ziplist)
        }
    }

    /// Whether Redis 7.0 makes the score an integer of a listpack, which `%.17g` may not print as
    /// one: 10¹⁷.
    private static func isListpackInteger(_ score: Double) -> Bool {
        score.magnitude <= 0x1p62 && score.rounded(.towardZero) == score
    }

    /// One byte of length, where 254 and 255 stand for the infinities, and the text.
    private mutating func appendTextScore(_ score: Double) {
        if score.isInfinite {
            payload.append(score > 0 ? 254 : 255)
            return
        }
        text.removeAll()
        ScoreText.appendLong(score, to: &text)
        payload.append(UInt8(text.count))
        payload.append(text)
    }
}
