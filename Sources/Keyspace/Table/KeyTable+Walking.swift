public import RedoubtBytes

/// Walking over the keys of a table.
extension KeyTable {
    // MARK: By position

    /// Positions that may hold an entry, of a table that is not divided: some are holes.
    public var positions: Range<Int> {
        precondition(shards.count == 1, "a divided table has its positions in stretches")
        return shards[0].positions
    }

    /// Positions that may hold an entry, in the order of the entries and in stretches of at most
    /// `count`; some are holes.
    public func stretches(of count: Int) -> [Range<Int>] {
        shards.indices.flatMap { path in
            let start = position(path, 0)
            let end = start + shards[path].positions.count
            return stride(from: start, to: end, by: count).map { $0..<Swift.min($0 + count, end) }
        }
    }

    /// The entry at a position, or nil for a hole.
    public func entry(at position: Int) -> Entry? {
        shards[path(at: position)].entry(at: Self.place(at: position))
    }

    // MARK: Downward

    /// A number behind all positions, where a walk downward begins.
    public var endPosition: Int {
        position(shards.count - 1, 1 << Self.placeBits - 1)
    }

    /// The next position on a walk from ``endPosition`` down, behind an earlier one or any number.
    ///
    /// Keys may be added and removed between two steps. A key that is there during all of the walk
    /// is met: closing holes moves keys down, and a table that has been divided behind the walk's
    /// back is walked over from its end. Other keys may be met twice.
    public func lastPosition(before position: Int) -> Int? {
        let isCurrent = (self.position(0, 0)...endPosition).contains(position)
        let start = isCurrent ? position : endPosition
        var path = path(at: start)
        var end = Self.place(at: start)
        while true {
            if let place = shards[path].lastPosition(before: end) {
                return self.position(path, place)
            }
            guard path > 0 else { return nil }
            path -= 1
            end = .max
        }
    }

    // MARK: By chance

    /// The position of a key that is left to chance; nil in an empty table.
    public func randomPosition<G: RandomNumberGenerator>(using generator: inout G) -> Int? {
        guard !isEmpty else { return nil }
        var path = Int.random(in: shards.indices, using: &generator)
        while shards[path].isEmpty { path = (path + 1) % shards.count }
        let places = shards[path].positions
        for _ in 0..<Self.chanceCount {
            let place = Int.random(in: places, using: &generator)
            if shards[path].entry(at: place) != nil { return position(path, place) }
        }
        let start = Int.random(in: places, using: &generator)
        let place = shards[path].lastPosition(before: start)
        return (place ?? shards[path].lastPosition(before: .max)).map { position(path, $0) }
    }

    /// More than half of the places are entries where there are many.
    private static var chanceCount: Int { 32 }
}

extension KeyTable: Sequence {
    /// Visits the entries.
    public struct Iterator: IteratorProtocol {
        private let shards: ContiguousArray<ByteTable<KeyEntry>>
        private var path = 0
        private var entries: ByteTable<KeyEntry>.Iterator

        init(_ shards: ContiguousArray<ByteTable<KeyEntry>>) {
            self.shards = shards
            entries = shards[0].makeIterator()
        }

        /// The next entry.
        public mutating func next() -> Entry? {
            while true {
                if let entry = entries.next() { return entry }
                guard path + 1 < shards.count else { return nil }
                path += 1
                entries = shards[path].makeIterator()
            }
        }
    }

    /// Visits the entries.
    public func makeIterator() -> Iterator {
        Iterator(shards)
    }

    /// Number of keys.
    public var underestimatedCount: Int { count }
}
