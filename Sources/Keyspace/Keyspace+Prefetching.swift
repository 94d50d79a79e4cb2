import RedoubtBytes

/// What is known of the places of a few keys, or elements of one value, that are about to be
/// looked for.
///
/// A lookup waits for memory three or four times where there are many. The lookups of a pipeline
/// can wait together.
public struct Foresight {
    /// The most that are looked ahead for.
    public static let countMax = 16

    private var hashes = InlineArray<16, UInt64>(repeating: 0)
    private var count = 0

    /// Nothing is known.
    public init() {}

    /// Whether there is no room for a further key.
    public var isFull: Bool { count == Self.countMax }

    /// Notes a key, or an element.
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

    /// Asks for the places of elements in a value.
    public func prefetch(in value: borrowing StoredValue) {
        switch value {
        case .set(let set): prefetch(in: set.members)
        case .hash(let hash): prefetch(in: hash.fields)
        case .sortedSet(let set): prefetch(in: set.scores)
        case .frozen, .string, .list, .stream: break
        }
    }

    private func prefetch<Element>(in elements: borrowing ByteTable<Element>) {
        for index in 0..<count { elements.prefetchIndex(hash: hashes[index]) }
        for index in 0..<count { elements.prefetchEntry(hash: hashes[index]) }
    }
}

extension Keyspace {
    /// The most keys or elements that the processor's caches are taken to hold.
    private static var cachedMax: Int { 1 << 14 }

    /// The value of a key, if it has so many elements that the processor's caches do not hold them.
    public func valueWorthPrefetching(of key: RawSpan, in number: Int) -> StoredValue? {
        guard let position = position(of: key, in: number),
            let value = value(at: position, in: number)
        else { return nil }
        switch value {
        case .set(let set): return set.count > Self.cachedMax ? value : nil
        case .hash(let hash): return hash.count > Self.cachedMax ? value : nil
        case .sortedSet(let set): return set.count > Self.cachedMax ? value : nil
        case .frozen, .string, .list, .stream: return nil
        }
    }

    /// Whether a database is so large that the processor's caches do not hold it.
    public func isWorthPrefetching(in number: Int) -> Bool {
        guard let index = index(of: number) else { return false }
        return stores[index].entries.count > Self.cachedMax
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
