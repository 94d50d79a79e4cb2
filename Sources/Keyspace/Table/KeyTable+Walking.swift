public import RedoubtBytes

/// Walking over the keys of a table.
extension KeyTable {
    // MARK: By position

    /// Positions that may hold an entry, of a table that is not divided: some are holes.
    public var positions: Range<Int> {
        precondition(!isDivided, "a divided table has its positions in stretches")
        return whole.positions
    }

    /// Positions that may hold an entry, in the order of the entries and in stretches of at most
    /// `count`; some are holes.
    public func stretches(of count: Int) -> [Range<Int>] {
        var stretches: [Range<Int>] = []
        var next: Int? = 0
        while let path = next {
            let start = position(path, 0)
            let end = start + table(at: path).positions.count
            for first in stride(from: start, to: end, by: count) {
                stretches.append(first..<Swift.min(first + count, end))
            }
            next = self.path(behind: path)
        }
        return stretches
    }

    /// The entry at a position, or nil for a hole.
    public func entry(at position: Int) -> Entry? {
        guard isDivided else { return whole.entry(at: position) }
        let (group, shard) = place(at: position)
        let index = KeyPosition.index(at: position)
        return KeyPosition.isInShard(position)
            ? groups[group].shards[shard].entry(at: index) : groups[group].whole.entry(at: index)
    }

    // MARK: Downward

    /// A number behind all positions, where a walk downward begins.
    public var endPosition: Int {
        isDivided ? 2 * KeyPosition.shardMark - 1 : whole.positions.count
    }

    /// The next position on a walk from ``endPosition`` down, behind an earlier one or any number.
    ///
    /// Keys may be added and removed between two steps. A key that is there during all of the walk
    /// is met: closing holes moves keys down, and what has been divided behind the walk's back is
    /// walked over again, from its end. Other keys may be met twice.
    public func lastPosition(before position: Int) -> Int? {
        guard isDivided else {
            let isHere = position >= 0 && position < KeyPosition.groupMark
            return whole.lastPosition(before: isHere ? position : .max)
        }
        var (path, end) = resume(position)
        while true {
            if let index = self[shard: path].lastPosition(before: end) {
                return self.position(path, index)
            }
            guard path > 0 else { return nil }
            path -= 1
            end = .max
            if !self[group: path].isDivided { path = KeyPosition.firstPath(ofGroupOf: path) }
        }
    }

    /// Where a walk goes on: in which shard, and before which of its entries.
    private func resume(_ position: Int) -> (path: Int, end: Int) {
        let path = KeyPosition.path(at: position)
        let first = KeyPosition.firstPath(ofGroupOf: path)
        let last = first + KeyPosition.shardCount - 1
        let index = KeyPosition.index(at: position)
        switch (KeyPosition.isInShard(position), KeyPosition.isInGroup(position)) {
        case (true, _) where self[group: path].isDivided: return (path, index)
        case (false, true) where !self[group: path].isDivided: return (first, index)
        case (true, _), (false, true): return (self[group: path].isDivided ? last : first, .max)
        case (false, false): return resume(endPosition)
        }
    }

    // MARK: By chance

    /// The position of a key that is left to chance; nil in an empty table.
    public func randomPosition<G: RandomNumberGenerator>(using generator: inout G) -> Int? {
        guard !isEmpty else { return nil }
        var path = isDivided ? Int.random(in: 0..<KeyPosition.pathEnd, using: &generator) : 0
        while table(at: path).isEmpty { path = self.path(behind: path) ?? 0 }
        let shard = table(at: path)
        for _ in 0..<Self.chanceCount {
            let index = Int.random(in: shard.positions, using: &generator)
            if shard.entry(at: index) != nil { return position(path, index) }
        }
        let start = Int.random(in: shard.positions, using: &generator)
        return (shard.lastPosition(before: start) ?? shard.lastPosition(before: .max))
            .map { position(path, $0) }
    }

    /// More than half of the places are entries where there are many.
    private static var chanceCount: Int { 32 }

    // MARK: Shard by shard

    /// The table that a path leads to, or the whole one.
    func table(at path: Int) -> ByteTable<KeyEntry> {
        isDivided ? self[shard: path] : whole
    }

    /// A path to the next table; nil behind the last.
    func path(behind path: Int) -> Int? {
        guard isDivided else { return nil }
        let next =
            self[group: path].isDivided
            ? path + 1 : KeyPosition.firstPath(ofGroupOf: path) + KeyPosition.shardCount
        return next < KeyPosition.pathEnd ? next : nil
    }

    private func position(_ path: Int, _ index: Int) -> Int {
        guard isDivided else { return index }
        return KeyPosition.position(path, index, inGroup: !self[group: path].isDivided)
    }
}

extension KeyTable: Sequence {
    /// Visits the entries.
    public struct Iterator: IteratorProtocol {
        private let table: KeyTable
        private var path = 0
        private var entries: ByteTable<KeyEntry>.Iterator

        init(_ table: KeyTable) {
            self.table = table
            entries = table.table(at: 0).makeIterator()
        }

        /// The next entry.
        public mutating func next() -> Entry? {
            while true {
                if let entry = entries.next() { return entry }
                guard let path = table.path(behind: path) else { return nil }
                self.path = path
                entries = table.table(at: path).makeIterator()
            }
        }
    }

    /// Visits the entries.
    public func makeIterator() -> Iterator {
        Iterator(self)
    }

    /// Number of keys.
    public var underestimatedCount: Int { count }
}
