import RedoubtBytes

/// Which clients have read which keys since those changed, and who is told of which prefixes.
///
/// Keys of all databases count as one, as in servers. The table is bounded: what is too much is
/// forgotten, and clients are told as if it had changed.
struct TrackingTable {
    /// A key that a client has to forget; nil for all keys.
    struct Notice {
        let client: Int
        let key: ByteString?
    }

    private var readers: [ByteString: [Int]] = [:]
    private var byteCount = 0
    private(set) var itemCount = 0
    private var listeners: [ByteString: [Int]] = [:]
    /// What is to be told at the end of the request.
    private var notices: [Notice] = []
    /// The keys with each prefix that changed, and by whom.
    private var broadcasts: [ByteString: [ByteString: Int]] = [:]

    private static let byteCountMax = 64 << 20
    /// How many keys go at a time when there are too many.
    private static let evictedCount = 1000

    /// How many keys anybody has read.
    var keyCount: Int { readers.count }
    /// How many prefixes anybody listens to.
    var prefixCount: Int { listeners.count }

    /// Notes that a client has read a key.
    mutating func remember(_ key: ByteString, of client: Int, keyCountMax: Int) {
        guard var clients = readers[key] else {
            readers[key] = [client]
            byteCount += key.count
            itemCount += 1
            evict(to: keyCountMax)
            return
        }
        guard !clients.contains(client) else { return }
        clients.append(client)
        itemCount += 1
        readers[key] = clients
    }

    private mutating func evict(to keyCountMax: Int) {
        let isTooLarge = byteCount > Self.byteCountMax
        guard readers.count > keyCountMax || isTooLarge else { return }
        let excess = max(readers.count - keyCountMax, isTooLarge ? 1 : 0)
        let spare = min(readers.count / 10, Self.evictedCount)
        for key in readers.keys.prefix(max(excess, spare)) { forget(key, by: nil) }
    }

    /// Notes that a key changed: whoever has read it is to be told.
    mutating func change(_ key: ByteString, by client: Int?, skipping: (Int) -> Bool) {
        forget(key, by: client, skipping: skipping)
        guard !listeners.isEmpty else { return }
        for prefix in listeners.keys where key.array.starts(with: prefix.array) {
            if broadcasts[prefix]?[key] == nil {
                broadcasts[prefix, default: [:]][key] = client ?? 0
            }
        }
    }

    private mutating func forget(
        _ key: ByteString,
        by client: Int?,
        skipping: (Int) -> Bool = { _ in false }
    ) {
        guard let clients = readers.removeValue(forKey: key) else { return }
        byteCount -= key.count
        itemCount -= clients.count
        for reader in clients where !(reader == client && skipping(reader)) {
            notices.append(Notice(client: reader, key: key))
        }
    }

    /// Notes that all keys are gone, for these clients.
    mutating func clear(telling clients: [Int]) {
        readers = [:]
        (byteCount, itemCount) = (0, 0)
        for client in clients { notices.append(Notice(client: client, key: nil)) }
    }

    /// Hands out what is to be told of single keys.
    mutating func takeNotices() -> [Notice] {
        guard !notices.isEmpty else { return [] }
        defer { notices = [] }
        return notices
    }

    /// Hands out what is to be told of prefixes: the keys, and who changed them, for each listener.
    mutating func takeBroadcasts() -> [(client: Int, keys: [(key: ByteString, by: Int)])] {
        guard !broadcasts.isEmpty else { return [] }
        defer { broadcasts = [:] }
        return broadcasts.sorted { $0.key < $1.key }.flatMap { prefix, changed in
            let keys = changed.sorted { $0.key < $1.key }.map { (key: $0.key, by: $0.value) }
            return (listeners[prefix] ?? []).map { (client: $0, keys: keys) }
        }
    }

    /// Begins to listen to a prefix.
    mutating func listen(_ client: Int, to prefix: ByteString) {
        listeners[prefix, default: []].append(client)
    }

    /// Ceases to listen.
    mutating func ignore(_ client: Int, _ prefixes: [ByteString]) {
        for prefix in prefixes {
            let left = (listeners[prefix] ?? []).filter { $0 != client }
            listeners[prefix] = left.isEmpty ? nil : left
        }
    }
}
