import RedoubtBytes
import RedoubtRDB
import RedoubtValues

/// Tells whether an element stands twice in a set, a sorted set or a hash: servers refuse a file
/// with such a value.
struct DistinctElements: SelectiveVisitor {
    private var hashes: [UInt64] = []

    /// Whether a value that can be decoded holds an element twice.
    mutating func hasRepeated(
        _ type: ObjectType,
        _ payload: RawSpan,
        at offset: Int,
        in context: PayloadContext
    ) -> Bool {
        guard type.kind == .set || type.kind == .sortedSet || type.kind == .hash else {
            return false
        }
        hashes.removeAll(keepingCapacity: true)
        // What can't be decoded has no elements from there on.
        try? type.visit(payload, at: offset, in: context, &self)
        hashes.sort()
        return zip(hashes, hashes.dropFirst()).contains { $0 == $1 }
    }

    mutating func setMember(_ member: RawSpan) {
        hashes.append(ByteHash.hash(member))
    }

    mutating func sortedSetMember(_ member: RawSpan, score: Double) {
        hashes.append(ByteHash.hash(member))
    }

    mutating func hashField(_ field: RawSpan, value: RawSpan, expiresAtMs: Int64?) {
        hashes.append(ByteHash.hash(field))
    }
}
