import RedoubtBytes
import RedoubtKeyspace

/// Keeps the keys that a replay leaves.
struct KeyCollector: KeyReceiver, ~Copyable {
    private var entries: [ByteTable<KeyEntry>.Entry] = []

    mutating func receive(_ key: ByteString, _ entry: KeyEntry) {
        guard !entry.value.isAbandoned else { return }
        entries.append(ByteTable.Entry(key: key, value: entry))
    }

    mutating func receive(_ key: RawSpan, string: RawSpan) {
        let entry = KeyEntry(.string(ByteString(string)))
        entries.append(ByteTable.Entry(key: ByteString(key), value: entry))
    }

    consuming func finish() -> [ByteTable<KeyEntry>.Entry] { entries }
}
