import RedoubtBytes
import RedoubtKeyspace

/// What the snapshot has of the keys of a shard.
struct PastKeys {
    /// Those that were loaded with the snapshot.
    private let loaded: Database?
    /// Those that were spooled.
    private let spooled: Database?

    init(loaded: Database?, spooled: Database?) {
        self.loaded = loaded
        self.spooled = spooled
    }

    var isEmpty: Bool { loaded == nil && spooled == nil }

    /// Where a key stands.
    enum Place {
        case loaded(Int)
        case spooled(Int)
    }

    func place(of key: RawSpan) -> Place? {
        if let position = spooled?.entries.position(of: key) { return .spooled(position) }
        return loaded?.entries.position(of: key).map { .loaded($0) }
    }

    func entry(at place: Place) -> ByteTable<KeyEntry>.Entry? {
        switch place {
        case .loaded(let position): loaded?.entries.entry(at: position)
        case .spooled(let position): spooled?.entries.entry(at: position)
        }
    }

    /// The spooled keys at none of some places.
    func spooled(except places: [Place]) -> [ByteTable<KeyEntry>.Entry] {
        guard let entries = spooled?.entries else { return [] }
        var isLeft = [Bool](repeating: true, count: entries.positions.count)
        for case .spooled(let position) in places { isLeft[position] = false }
        return entries.positions.compactMap { isLeft[$0] ? entries.entry(at: $0) : nil }
    }
}
