import RedoubtBytes
import RedoubtCodecs
import RedoubtValues

/// Encodes a stream entry by entry: nodes of up to 100 entries or 4 KiB, then state and groups.
///
/// A node is keyed by the id of its first entry, whose field names it shares with every entry that
/// has the same; ids are differences from the key. Layout: `docs/formats/rdb.md`.
struct StreamEncoder: ~Copyable {
    private static let sameFields: Int64 = 2

    private var nodes = ByteBuilder(capacity: 4096)
    private var nodeCount = 0
    private var tail = ByteBuilder()
    private var groups = ByteBuilder()
    private var groupCount = 0
    private var state = StreamState()

    // The node that is being filled.
    private var key = StreamID.zero
    private var entries: [Entry] = []
    private var words = ElementScratch()
    private var wordBytes = 0

    /// An entry of the current node: its fields and values are words, in turn.
    private struct Entry {
        let id: StreamID
        let firstWord: Int
        var wordCount = 0
    }

    mutating func removeAll() {
        nodes.removeAll()
        nodeCount = 0
        tail.removeAll()
        groups.removeAll()
        groupCount = 0
        state = StreamState()
        dropNode()
    }

    // MARK: Entries

    mutating func begin(
        _ id: StreamID,
        fieldCount: Int,
        _ listpack: inout ListpackWriter,
        _ strings: inout StringWriter
    ) throws(Fault) {
        let isFull =
            entries.count >= EncodingLimits.streamNodeCount
            || wordBytes >= EncodingLimits.streamNodeSize
        if isFull { try flushNode(&listpack, &strings) }
        if entries.isEmpty { key = id }
        entries.append(Entry(id: id, firstWord: words.count))
    }

    mutating func add(_ field: RawSpan, _ value: RawSpan) {
        words.append(field)
        words.append(value)
        wordBytes += field.byteCount + value.byteCount
        entries[entries.count - 1].wordCount += 2
    }

    private mutating func flushNode(
        _ listpack: inout ListpackWriter,
        _ strings: inout StringWriter
    ) throws(Fault) {
        guard let master = entries.first else { return }
        listpack.removeAll()
        // At most 11 bytes stand around a word, and six counters beside the words of an entry.
        let size = wordBytes + 11 * (words.count + 6 * entries.count + 6)
        guard listpack.hasRoom(for: size) else { throw Fault(.tooLarge, detail: size) }
        listpack.append(integer: Int64(entries.count))
        listpack.append(integer: 0)
        listpack.append(integer: Int64(master.wordCount / 2))
        for index in fieldIndices(of: master) { words.pack(index, into: &listpack) }
        listpack.append(integer: 0)
        for entry in entries { append(entry, sharing: master, to: &listpack) }
        appendNodeKey()
        strings.append(listpack, to: &nodes)
        listpack.removeAll()
        nodeCount += 1
        dropNode()
    }

    private func append(_ entry: Entry, sharing master: Entry, to listpack: inout ListpackWriter) {
        let isSame = hasSameFields(entry, master)
        let fieldCount = entry.wordCount / 2
        listpack.append(integer: isSame ? Self.sameFields : 0)
        listpack.append(integer: Int64(bitPattern: entry.id.milliseconds &- key.milliseconds))
        listpack.append(integer: Int64(bitPattern: entry.id.sequence &- key.sequence))
        if isSame {
            for index in fieldIndices(of: entry) { words.pack(index + 1, into: &listpack) }
            listpack.append(integer: Int64(fieldCount + 3))
        } else {
            listpack.append(integer: Int64(fieldCount))
            for index in 0..<entry.wordCount {
                words.pack(entry.firstWord + index, into: &listpack)
            }
            listpack.append(integer: Int64(2 * fieldCount + 4))
        }
    }

    private func fieldIndices(of entry: Entry) -> StrideTo<Int> {
        stride(from: entry.firstWord, to: entry.firstWord + entry.wordCount, by: 2)
    }

    private func hasSameFields(_ entry: Entry, _ master: Entry) -> Bool {
        guard entry.wordCount == master.wordCount else { return false }
        for offset in stride(from: 0, to: entry.wordCount, by: 2)
        where !words[entry.firstWord + offset].equalsBytes(words[master.firstWord + offset]) {
            return false
        }
        return true
    }

    /// Sixteen bytes as a string, which is never an integer and too short to be compressed.
    private mutating func appendNodeKey() {
        nodes.appendLength(16)
        nodes.appendBigEndian(key.milliseconds)
        nodes.appendBigEndian(key.sequence)
    }

    private mutating func dropNode() {
        entries.removeAll(keepingCapacity: true)
        words.removeAll()
        wordBytes = 0
    }

    // MARK: State and groups

    mutating func take(
        _ state: StreamState,
        _ format: FormatVersion,
        _ listpack: inout ListpackWriter,
        _ strings: inout StringWriter
    ) throws(Fault) {
        try flushNode(&listpack, &strings)
        self.state = state
        if state.idempotence?.isEmpty == false, format.streamFormRank < 4 {
            throw Fault(.unsupportedByTarget, detail: TargetFeature.idempotentProducers.rawValue)
        }
        if format.streamFormRank >= 4 { append(state.idempotence ?? .init(), &strings) }
    }

    mutating func take(
        _ group: StreamGroup,
        _ format: FormatVersion,
        _ strings: inout StringWriter
    ) throws(Fault) {
        let rank = format.streamFormRank
        groupCount += 1
        strings.append(group.name.bytes, to: &groups)
        groups.appendID(group.lastID)
        if rank >= 2 { groups.appendLength(group.entriesRead ?? .max) }
        var owned = [[StreamID]](repeating: [], count: group.consumers.count)
        var unowned: [StreamID] = []
        let pending = group.pending.sorted { $0.id < $1.id }
        groups.appendLength(pending.count)
        for entry in pending {
            groups.appendRawID(entry.id)
            groups.appendLittleEndian(entry.deliveryTimeMs)
            groups.appendLength(entry.deliveryCount)
            if let consumer = entry.consumer {
                owned[consumer].append(entry.id)
            } else {
                unowned.append(entry.id)
            }
        }
        guard unowned.isEmpty || rank >= 5 else {
            throw Fault(.unsupportedByTarget, detail: TargetFeature.unownedPendingEntries.rawValue)
        }
        groups.appendLength(group.consumers.count)
        for (consumer, ids) in zip(group.consumers, owned) {
            strings.append(consumer.name.bytes, to: &groups)
            groups.appendLittleEndian(consumer.seenTimeMs)
            if rank >= 3 { groups.appendLittleEndian(consumer.activeTimeMs) }
            groups.appendLength(ids.count)
            for id in ids { groups.appendRawID(id) }
        }
        if rank >= 5 {
            groups.appendLength(unowned.count)
            for id in unowned { groups.appendRawID(id) }
        }
    }

    private mutating func append(_ memory: StreamIdempotence, _ strings: inout StringWriter) {
        tail.appendLength(memory.durationSeconds)
        tail.appendLength(memory.entriesMax)
        tail.appendLength(memory.producers.count)
        for producer in memory.producers {
            strings.append(producer.name.bytes, to: &tail)
            tail.appendLength(producer.ids.count)
            for (id, entry) in producer.ids {
                strings.append(id.bytes, to: &tail)
                tail.appendID(entry)
            }
        }
        tail.appendLength(memory.idsAdded)
        tail.appendLength(memory.idsDuplicate)
    }

    func finish(into payload: inout ByteBuilder, _ format: FormatVersion) {
        payload.appendLength(nodeCount)
        payload.append(nodes)
        payload.appendLength(state.length)
        payload.appendID(state.lastID)
        if format.streamFormRank >= 2 {
            payload.appendID(state.firstID)
            payload.appendID(state.maxDeletedID)
            payload.appendLength(state.entriesAdded)
        }
        payload.appendLength(groupCount)
        payload.append(groups)
        payload.append(tail)
    }
}

extension StreamIdempotence {
    /// Whether nothing would be lost without it.
    fileprivate var isEmpty: Bool {
        producers.isEmpty && idsAdded == 0 && idsDuplicate == 0
    }
}

extension FormatVersion {
    /// Which of the five forms of streams the version has.
    fileprivate var streamFormRank: Int {
        switch streamType {
        case .stream2: 2
        case .stream3: 3
        case .stream4: 4
        case .stream5: 5
        default: 1
        }
    }
}

extension ByteBuilder {
    fileprivate mutating func appendID(_ id: StreamID) {
        appendLength(id.milliseconds)
        appendLength(id.sequence)
    }

    fileprivate mutating func appendRawID(_ id: StreamID) {
        appendBigEndian(id.milliseconds)
        appendBigEndian(id.sequence)
    }
}
