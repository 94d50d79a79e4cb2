public import RedoubtBytes

extension ColdKeys {
    /// The place of the first key at or behind a place; nil behind the last.
    ///
    /// A walk from ``ColdPosition/start`` meets every key that stays here during all of it, once.
    public func firstPosition(from start: ColdPosition) -> ColdPosition? {
        var number = start.partition
        var first = start.slot
        while number < partitions.count {
            let partition = partitions[number]
            if partition.count > 0, first < partition.slotCount {
                for slot in first..<partition.slotCount where partition.slot(slot, index).isLive {
                    return ColdPosition(partition: number, slot: slot)
                }
            }
            number += 1
            first = 0
        }
        return nil
    }

    /// Calls `body` with the place of every key, in their order.
    public func forEachPosition<E: Error>(_ body: (ColdPosition) throws(E) -> Void) throws(E) {
        var next = firstPosition(from: .start)
        while let position = next {
            try body(position)
            next = firstPosition(from: position.next)
        }
    }

    /// The place of a key that is left to chance; nil where there is none.
    ///
    /// - Parameter expiring: whether it is to be a key that expires.
    public func randomPosition<G: RandomNumberGenerator>(
        expiring: Bool = false,
        using generator: inout G
    ) -> ColdPosition? {
        guard (expiring ? expiringCount : count) > 0 else { return nil }
        let first = Int.random(in: partitions.indices, using: &generator)
        for step in partitions.indices {
            let number = (first + step) % partitions.count
            let partition = partitions[number]
            guard (expiring ? partition.expiringCount : partition.count) > 0 else { continue }
            let start = Int.random(in: 0..<partition.slotCount, using: &generator)
            for step in 0..<partition.slotCount {
                let index = (start + step) % partition.slotCount
                let slot = partition.slot(index, self.index)
                guard slot.isLive, slot.expires || !expiring else { continue }
                return ColdPosition(partition: number, slot: index)
            }
        }
        return nil
    }

    /// The offsets of all records in the order of the file, for whoever reads all of them.
    public func sortedRecordOffsets() -> ContiguousArray<Int> {
        var offsets = ContiguousArray<Int>()
        offsets.reserveCapacity(count)
        for partition in partitions where partition.count > 0 {
            for index in 0..<partition.slotCount {
                let slot = partition.slot(index, self.index)
                if slot.isLive { offsets.append(slot.offset) }
            }
        }
        offsets.sort()
        return offsets
    }

    /// Calls `body` with every key and its frozen value, in the order of the file.
    ///
    /// A key that the file does not have where the table says is passed over.
    public func forEachEntry<E: Error>(
        _ body: (_ name: ByteString, _ entry: KeyEntry) throws(E) -> Void
    ) throws(E) {
        for offset in sortedRecordOffsets() {
            guard let found = entry(recordedAt: offset) else { continue }
            try body(found.name, found.entry)
        }
    }
}
