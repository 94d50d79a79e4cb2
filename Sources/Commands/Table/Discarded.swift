import RedoubtBytes
import RedoubtKeyspace

/// What is no part of the dataset any more, and costs so much to free that somebody else does it.
public struct Discarded: Sendable {
    private let databases: [Database]
    private let entry: KeyEntry?

    init(_ databases: consuming [Database]) {
        self.databases = databases
        entry = nil
    }

    init(_ entry: consuming KeyEntry) {
        databases = []
        self.entry = entry
    }
}

// Whoever frees has the last reference: none is left here when it is handed over.
extension CommandContext {
    /// Removes a key from the selected database; a large value is freed elsewhere.
    mutating func removeKey(_ key: RawSpan) -> Bool {
        guard let free else { return selected.remove(key) }
        guard let entry = selected.entries.remove(key) else {
            return selected.cold?.remove(key) ?? false
        }
        if entry.value.isCostlyToFree { free(Discarded(consume entry)) }
        return true
    }

    /// Removes all keys of the selected database.
    mutating func removeSelectedKeys() {
        guard let free, selected.count > StoredValue.cheapCountMax else {
            return selected.removeAll()
        }
        let old = selected
        selected.removeAll()
        free(Discarded([consume old]))
    }

    /// Removes all keys of all databases.
    mutating func removeAllKeys() {
        let isCostly = keyspace.count > StoredValue.cheapCountMax
        let databases = keyspace.removeAllKeys()
        if let free, isCostly { free(Discarded(consume databases)) }
    }
}

extension StoredValue {
    /// So many allocations are freed at once, as servers do.
    fileprivate static let cheapCountMax = 64

    /// Whether a value has so many parts that freeing it would keep others waiting.
    fileprivate var isCostlyToFree: Bool {
        switch self {
        case .frozen, .string: false
        case .list(let list): list.count > Self.cheapCountMax
        case .set(let set): set.count > Self.cheapCountMax
        case .sortedSet(let set): set.scores.count > Self.cheapCountMax
        case .hash(let hash): hash.count > Self.cheapCountMax
        case .stream(let stream):
            stream.entries.count > Self.cheapCountMax
                || stream.groups.contains { $0.value.pending.count > Self.cheapCountMax }
        }
    }
}
