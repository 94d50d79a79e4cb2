import RedoubtBytes

/// What is known of the places of a few keys that are about to be looked for.
///
/// A lookup waits for memory three or four times where the keys are many. The lookups of a pipeline
/// can wait together.
public struct KeyForesight {
    /// The most keys that are looked ahead for.
    public static let keyMax = 16

    private var hashes = InlineArray<16, UInt64>(repeating: 0)
    private var count = 0

    /// Nothing is known.
    public init() {}

    /// Whether there is no room for a further key.
    public var isFull: Bool { count == Self.keyMax }

    /// Notes a key.
    public mutating func note(_ key: RawSpan) {
        guard !isFull else { return }
        hashes[count] = ByteHash.hash(key)
        count += 1
    }

    /// Asks for the places of the keys in a database, each for what it needs to know the next.
    public func prefetch(in keyspace: borrowing Keyspace, database number: Int) {
        keyspace.withEntries(of: number) { entries in
            for index in 0..<count { entries.prefetchHeads(hash: hashes[index]) }
            for index in 0..<count { entries.prefetchIndex(hash: hashes[index]) }
            for index in 0..<count { entries.prefetchEntry(hash: hashes[index]) }
        }
    }
}

extension Keyspace {
    /// Whether a database is so large that the processor's caches do not hold it.
    public func isWorthPrefetching(in number: Int) -> Bool {
        guard let index = index(of: number) else { return false }
        return stores[index].entries.count > 1 << 14
    }

    fileprivate func withEntries(of number: Int, _ body: (borrowing KeyTable) -> Void) {
        guard let index = index(of: number) else { return }
        body(stores[index].entries)
    }
}

extension KeyTable {
    fileprivate func prefetchHeads(hash: UInt64) {
        shards[path(of: hash)].prefetchHeads()
    }

    fileprivate func prefetchIndex(hash: UInt64) {
        shards[path(of: hash)].prefetchIndex(hash: hash)
    }

    fileprivate func prefetchEntry(hash: UInt64) {
        shards[path(of: hash)].prefetchEntry(hash: hash)
    }
}
