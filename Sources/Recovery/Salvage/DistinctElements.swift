import RedoubtBytes
import RedoubtRDB
import RedoubtValues

/// Tells whether an element stands twice in a set, a sorted set or a hash: servers refuse a file
/// with such a value.
///
/// Hashes of all elements find what may stand twice, the elements themselves prove it.
struct DistinctElements: SelectiveVisitor {
    /// The most elements of a value among which one that stands twice is searched for.
    static let countMax = 1 << 25

    /// Number of elements noted.
    private(set) var count = 0
    private var hashes: [UInt64] = []

    /// Begins anew.
    mutating func reset() {
        count = 0
        hashes.removeAll(keepingCapacity: hashes.count < 1 << 16)
    }

    /// An element goes by.
    mutating func note(_ element: RawSpan) {
        count += 1
        if count <= Self.countMax { hashes.append(ByteHash.hash(element)) }
    }

    /// Whether the hashes of two elements have eight bits in common; true for many elements.
    ///
    /// Most values have few, and this takes less than to put their hashes in order.
    private var mayRepeat: Bool {
        guard hashes.count <= Self.fewMax else { return true }
        var lists: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
        for hash in hashes {
            let bit: UInt64 = 1 << (hash & 63)
            switch hash >> 6 & 3 {
            case 0: if lists.0 & bit != 0 { return true } else { lists.0 |= bit }
            case 1: if lists.1 & bit != 0 { return true } else { lists.1 |= bit }
            case 2: if lists.2 & bit != 0 { return true } else { lists.2 |= bit }
            default: if lists.3 & bit != 0 { return true } else { lists.3 |= bit }
            }
        }
        return false
    }

    private static let fewMax = 16

    /// Of the elements that were noted one that stands twice in their value.
    mutating func repeated(
        _ type: ObjectType,
        _ payload: RawSpan,
        at offset: Int,
        in context: PayloadContext
    ) -> ByteString? {
        guard hashes.count > 1, mayRepeat else { return nil }
        hashes.sort()
        var suspects: Set<UInt64> = []
        for index in 1..<hashes.count where hashes[index] == hashes[index - 1] {
            suspects.insert(hashes[index])
        }
        guard !suspects.isEmpty else { return nil }
        var search = RepeatedElement(among: suspects)
        // What can't be decoded has no elements from there on.
        try? type.visit(payload, at: offset, in: context, &search)
        return search.found
    }

    /// Whether a value holds an element twice, as far as it can be decoded.
    mutating func hasRepeated(
        _ type: ObjectType,
        _ payload: RawSpan,
        at offset: Int,
        in context: PayloadContext
    ) -> Bool {
        guard type.kind == .set || type.kind == .sortedSet || type.kind == .hash else {
            return false
        }
        reset()
        try? type.visit(payload, at: offset, in: context, &self)
        return repeated(type, payload, at: offset, in: context) != nil
    }

    mutating func setMember(_ member: RawSpan) { note(member) }

    mutating func sortedSetMember(_ member: RawSpan, score: Double) { note(member) }

    mutating func hashField(_ field: RawSpan, value: RawSpan, expiresAtMs: Int64?) { note(field) }
}

/// Looks among elements of one hash for two that are the same.
private struct RepeatedElement: SelectiveVisitor {
    private let suspects: Set<UInt64>
    private var seen: Set<ByteString> = []
    private(set) var found: ByteString?

    init(among suspects: Set<UInt64>) {
        self.suspects = suspects
    }

    private mutating func note(_ element: RawSpan) throws(Fault) {
        guard suspects.contains(ByteHash.hash(element)) else { return }
        let text = ByteString(element)
        guard !seen.insert(text).inserted else { return }
        found = text
        throw Fault(.stopped)
    }

    mutating func setMember(_ member: RawSpan) throws(Fault) { try note(member) }

    mutating func sortedSetMember(_ member: RawSpan, score: Double) throws(Fault) {
        try note(member)
    }

    mutating func hashField(_ field: RawSpan, value: RawSpan, expiresAtMs: Int64?) throws(Fault) {
        try note(field)
    }
}
