/// Where the keys of a ``ByteTable`` stand: open addressing with linear probing.
///
/// A slot is one word: the entry's number plus 2 below (0 is empty, 1 a tombstone), 32 bits of the
/// key's hash above. Those bits give the place of a slot as well, so that growing never touches the
/// keys. A table of at most ``linearMax`` entries has no slots at all.
///
/// - Invariant: the number of slots is a power of two, with at least one and at most 7/8 of them in
///   use, tombstones included; or there are none.
@frozen
@usableFromInline
struct ByteIndex: Sendable {
    /// The most entries of a table that is searched without an index.
    @usableFromInline static let linearMax = 8

    @usableFromInline var slots: ContiguousArray<UInt64> = []
    @usableFromInline var used = 0

    @inlinable
    init() {}

    /// Whether the table has grown beyond a search from its start.
    ///
    /// Told by what stands in the index itself: its slots are seldom in the processor's caches.
    @inlinable @inline(__always)
    var isInUse: Bool { used > 0 }

    /// The slot and the number of the entry with a key.
    @usableFromInline
    func find(
        _ key: RawSpan,
        hash: UInt64,
        among keys: ContiguousArray<ByteString>
    ) -> (entry: Int, slot: Int)? {
        let mask = slots.count &- 1
        let tag = hash >> 32
        var slot = Int(truncatingIfNeeded: tag) & mask
        while true {
            let word = slots[slot]
            if word == 0 { return nil }
            if word >> 32 == tag, word & Self.entryMask > 1 {
                let entry = Int(truncatingIfNeeded: word & Self.entryMask) &- 2
                let candidate = keys[entry]
                if candidate.bytes.equalsBytes(key) { return (entry, slot) }
            }
            slot = (slot &+ 1) & mask
        }
    }

    /// The first slot from one on whose entry may have a key with a hash; nil if there is none.
    ///
    /// It calls nothing and copies nothing, so that an index within other collections can be
    /// searched without counting references to it.
    @inlinable @inline(__always)
    func candidate(hash: UInt64, from first: Int) -> (entry: Int, slot: Int)? {
        let tag = hash >> 32
        var slot = first & (slots.count &- 1)
        while true {
            let word = slots[slot]
            if word == 0 { return nil }
            if word >> 32 == tag, word & 0xFFFF_FFFF > 1 {
                return (Int(truncatingIfNeeded: word & 0xFFFF_FFFF) &- 2, slot)
            }
            slot = (slot &+ 1) & (slots.count &- 1)
        }
    }

    /// Points a slot at a new entry, whose key is not in the table.
    ///
    /// - Parameters:
    ///   - hash: the hash of the key, if it is known.
    ///   - live: number of entries that are no holes, without the new one.
    ///   - keys: the keys before the new one.
    @usableFromInline
    mutating func insert(
        _ key: RawSpan,
        hash: UInt64?,
        entry: Int,
        live: Int,
        behind keys: ContiguousArray<ByteString>
    ) {
        precondition(entry < Int(UInt32.max) - 2, "more keys than a table can index")
        if slots.isEmpty {
            guard entry >= Self.linearMax else { return }
            rebuild(for: keys)
        } else if (used + 1) * 8 > slots.count * 7 {
            resize(to: Self.slotCount(for: live * 2))
        }
        place((hash ?? ByteHash.hash(key)) >> 32, entry)
    }

    /// Leaves a tombstone.
    @inlinable
    mutating func remove(slot: Int) {
        slots[slot] = 1
    }

    /// Makes room for `count` keys.
    @usableFromInline
    mutating func reserve(_ count: Int, for keys: ContiguousArray<ByteString>) {
        let wanted = Self.slotCount(for: count)
        guard isInUse, wanted > slots.count else { return }
        resize(to: wanted)
    }

    /// Indexes keys among which there are no holes; few keys need no index.
    @usableFromInline
    mutating func rebuild(for keys: ContiguousArray<ByteString>) {
        self = ByteIndex()
        guard keys.count >= Self.linearMax else { return }
        slots = ContiguousArray(repeating: 0, count: Self.slotCount(for: keys.count * 2))
        for entry in 0..<keys.count {
            let key = keys[entry]
            place(ByteHash.hash(key.bytes) >> 32, entry)
        }
    }

    private static var entryMask: UInt64 { 0xFFFF_FFFF }

    private mutating func place(_ tag: UInt64, _ entry: Int) {
        let mask = slots.count &- 1
        var slot = Int(truncatingIfNeeded: tag) & mask
        while slots[slot] != 0 { slot = (slot &+ 1) & mask }
        slots[slot] = tag << 32 | UInt64(truncatingIfNeeded: entry &+ 2)
        used &+= 1
    }

    /// Moves the slots in use, without tombstones.
    private mutating func resize(to count: Int) {
        let old = slots
        slots = ContiguousArray(repeating: 0, count: count)
        used = 0
        for word in old where word & Self.entryMask > 1 {
            place(word >> 32, Int(truncatingIfNeeded: word & Self.entryMask) &- 2)
        }
    }

    private static func slotCount(for keys: Int) -> Int {
        var count = 16
        while count * 3 < keys * 4 { count *= 2 }
        return count
    }
}
