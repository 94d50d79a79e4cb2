import RedoubtBytes
import RedoubtCodecs

/// Sets: an intset for a few integers, a listpack from version 11 on, else member by member.
extension ValueEncoder {
    mutating func encodeSet() throws(Fault) {
        if format.writes(.setIntset), let integers = try sortedIntegers() {
            type = .setIntset
            let intset = IntsetWriter(integers)
            strings.append(intset.blob, to: &payload)
        } else if format.writes(.setListpack),
            fits(count: elements.count, max: EncodingLimits.setCount)
        {
            type = .setListpack
            for index in 0..<elements.count { pack(elementAt: index) }
            appendPacked()
        } else {
            type = .set
            payload.appendLength(elements.count)
            appendElements(0..<elements.count)
        }
    }

    /// The members in ascending order if all are integers and few enough.
    ///
    /// One that stands twice is a fault: servers refuse such a set, and an intset cannot say it.
    private func sortedIntegers() throws(Fault) -> [Int64]? {
        guard elements.count > 0, elements.count <= EncodingLimits.intsetCount else { return nil }
        var integers: [Int64] = []
        integers.reserveCapacity(elements.count)
        for index in 0..<elements.count {
            guard let value = Int64(canonicalDecimal: elements[index]) else { return nil }
            integers.append(value)
        }
        integers.sort()
        for index in integers.indices.dropFirst() where integers[index] == integers[index - 1] {
            throw Fault(.duplicateElement)
        }
        return integers
    }
}
