import RedoubtBytes

/// The slots of the keys whose hashes begin alike: open addressing with linear probing.
///
/// A tag gives the place of a slot, in any number of slots, so that growing never reads a key.
/// Slots stand in memory, or in a mapped index file until one of them changes.
///
/// - Invariant: at least a quarter of the slots is empty.
struct ColdPartition: Sendable {
    /// The slots; empty while they stand in the index file.
    private var slots: ContiguousArray<UInt64> = []
    /// Where the slots stand in the index file.
    private var mapped = 0..<0
    /// Number of slots.
    private(set) var slotCount = 0
    /// Number of slots that are not empty.
    private(set) var used = 0
    /// Number of keys.
    private(set) var count = 0
    /// Number of keys that expire.
    private(set) var expiringCount = 0

    /// The most slots: beyond it tags do not tell their places apart.
    static let slotMax = 1 << 22
    /// The longest way from the place of a tag to its slot; a good hash needs a tenth.
    static let probeMax = 1 << 12

    init() {}

    /// Slots in an index file, as its directory counts them.
    init(mapped: Range<Int>, count: Int, expiringCount: Int) {
        self.mapped = mapped
        slotCount = mapped.count / 8
        self.count = count
        self.expiringCount = expiringCount
        used = count
    }

    /// The slot at an index.
    @inline(__always)
    func slot(_ index: Int, _ file: MappedFile?) -> ColdSlot {
        if !slots.isEmpty { return ColdSlot(word: slots[index]) }
        guard let file else { return ColdSlot(word: 0) }
        return ColdSlot(word: file.bytes.word(at: mapped.lowerBound + index * 8))
    }

    @inline(__always)
    private static func place(of tag: UInt64, among count: Int) -> Int {
        Int(truncatingIfNeeded: (tag &* UInt64(truncatingIfNeeded: count)) >> ColdSlot.tagBits)
    }

    /// The index of the slot with a tag that `accepts` takes.
    func find(_ tag: UInt64, _ file: MappedFile?, _ accepts: (ColdSlot) -> Bool) -> Int? {
        let slotCount = slotCount
        guard slotCount > 0 else { return nil }
        var index = Self.place(of: tag, among: slotCount)
        for _ in 0..<min(slotCount, Self.probeMax) {
            let slot = slot(index, file)
            if slot.isEmpty { return nil }
            if slot.tag == tag, accepts(slot) { return index }
            index &+= 1
            if index == slotCount { index = 0 }
        }
        return nil
    }

    /// Takes the key out of a slot.
    mutating func remove(at index: Int, _ file: MappedFile?) {
        copyIn(file)
        let slot = ColdSlot(word: slots[index])
        guard slot.isLive else { return }
        slots[index] = slot.withoutKey.word
        count -= 1
        if slot.expires { expiringCount -= 1 }
    }

    /// Adds a slot.
    ///
    /// - Parameters:
    ///   - isSame: whether another slot with the same tag has the same key.
    ///   - expected: about how many keys there will be; a table does not grow to that at once.
    @inline(__always)
    mutating func insert(
        _ slot: ColdSlot,
        expected: Int,
        _ isSame: (ColdSlot) -> Bool
    ) -> ColdInsertion {
        if (used &+ 1) &* 4 > slotCount &* 3 {
            precondition(mapped.isEmpty, "a table from an index file is complete")
            guard grow(toward: expected) else { return .overflow }
        }
        let tag = slot.tag
        var index = Self.place(of: tag, among: slotCount)
        var steps = 0
        while true {
            let other = ColdSlot(word: slots[index])
            if other.isEmpty { break }
            if other.tag == tag, isSame(other) { return .standsTwice }
            index &+= 1
            if index == slotCount { index = 0 }
            steps &+= 1
            guard steps < Self.probeMax else { return .overflow }
        }
        slots[index] = slot.word
        used &+= 1
        count &+= 1
        if slot.expires { expiringCount &+= 1 }
        return .inserted
    }

    /// Adds a slot of another partition, whose key is known to be no other's.
    mutating func insertMoved(_ slot: ColdSlot) -> ColdInsertion {
        let outcome = insert(slot, expected: 0) { _ in false }
        if outcome == .inserted, slot.isGone {
            count -= 1
            if slot.expires { expiringCount -= 1 }
        }
        return outcome
    }

    private mutating func grow(toward expected: Int) -> Bool {
        // What is expected may be wrong: what is there says how far to go at once.
        let wanted = min(expected + expected / 2, slots.count * 8)
        return resize(to: max(8, slots.count + slots.count / 2, wanted))
    }

    /// Asks for the memory that a slot with a tag goes into.
    @inline(__always)
    func prefetch(_ tag: UInt64) {
        slots.prefetchHead()
        slots.prefetchElement(at: Self.place(of: tag, among: slotCount))
    }

    /// All keys that were ever added, in as few slots as they need; nil if that can not be.
    func compacted(_ file: MappedFile?) -> ContiguousArray<UInt64>? {
        guard used > 0 else { return [] }
        var copy = self
        copy.copyIn(file)
        for index in copy.slots.indices {
            copy.slots[index] = ColdSlot(word: copy.slots[index]).withKey.word
        }
        return copy.resize(to: copy.used * 4 / 3 + 2) ? copy.slots : nil
    }

    /// - Returns: whether every slot has found its place.
    private mutating func resize(to slotCount: Int) -> Bool {
        guard slotCount <= Self.slotMax else { return false }
        let old = slots
        slots = ContiguousArray(repeating: 0, count: slotCount)
        self.slotCount = slotCount
        used = 0
        for word in old where word != 0 {
            var index = Self.place(of: ColdSlot(word: word).tag, among: slotCount)
            var steps = 0
            while slots[index] != 0 {
                index &+= 1
                if index == slotCount { index = 0 }
                steps &+= 1
                guard steps < Self.probeMax else { return false }
            }
            slots[index] = word
            used &+= 1
        }
        return true
    }

    /// Brings slots of the index file into memory.
    private mutating func copyIn(_ file: MappedFile?) {
        guard slots.isEmpty, let file, !mapped.isEmpty else { return }
        let bytes = file.bytes.extracting(mapped)
        var copy = ContiguousArray<UInt64>()
        copy.reserveCapacity(slotCount)
        for index in 0..<slotCount { copy.append(bytes.word(at: index * 8)) }
        slots = copy
    }
}

/// What became of a key that was to be added.
public enum ColdInsertion: Hashable, Sendable {
    /// It was added.
    case inserted
    /// The snapshot has the key already, and nothing was added.
    case standsTwice
    /// The table can not take it: the keys' hashes are not what a good hash gives.
    case overflow
}
