/// The records of a shard by key: keys in the order in which they came, the records of each in the
/// order of the log.
///
/// Keys stand in an open-addressing table of the records' identities; the records of a key are a
/// chain through one array.
struct KeyGroups {
    /// The records of one key.
    struct Group {
        /// Index of the first record.
        let first: Int32
        /// Index of the last record.
        fileprivate(set) var last: Int32
        /// Index of the last record that may leave nothing of what was before it; −1 for none.
        fileprivate(set) var lastBlind: Int32
    }

    private(set) var groups: ContiguousArray<Group> = []
    /// The record behind each one under the same key; −1 for none.
    private var next: ContiguousArray<Int32> = []

    /// Groups records, of which there are less than 2³¹.
    ///
    /// - Parameter isLeftOut: whether a key is replayed elsewhere.
    init(_ records: ContiguousArray<KeyedRecord>, isLeftOut: (KeyedRecord) -> Bool) {
        var size = 16
        while size < records.count * 2 { size *= 2 }
        var slots = ContiguousArray<Int32>(repeating: -1, count: size)
        next = ContiguousArray(repeating: -1, count: records.count)
        groups.reserveCapacity(min(records.count, 1 << 16))
        for index in records.indices {
            let record = records[index]
            guard !isLeftOut(record) else { continue }
            var slot = Int(truncatingIfNeeded: record.identity) & (size - 1)
            while slots[slot] >= 0,
                !records[Int(groups[Int(slots[slot])].first)].hasKey(of: record)
            {
                slot = (slot + 1) & (size - 1)
            }
            let here = Int32(truncatingIfNeeded: index)
            if slots[slot] < 0 {
                slots[slot] = Int32(truncatingIfNeeded: groups.count)
                groups.append(
                    Group(first: here, last: here, lastBlind: record.isBlind ? here : -1)
                )
            } else {
                let group = Int(slots[slot])
                next[Int(groups[group].last)] = here
                groups[group].last = here
                if record.isBlind { groups[group].lastBlind = here }
            }
        }
    }

    /// The index of the record behind another one under the same key; nil behind the last.
    func index(behind index: Int) -> Int? {
        next[index] < 0 ? nil : Int(next[index])
    }
}
