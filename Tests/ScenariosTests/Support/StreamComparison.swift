import RedoubtBytes
import RedoubtTestSupport
import RedoubtValues

/// Compares a stream with what the server could tell of it.
struct StreamComparison {
    private let own: ShownStream
    private let other: ExpectedStream
    private let server: ServerProfile
    private let isReplayed: Bool

    init(
        _ own: ShownStream,
        _ other: ExpectedStream,
        server: ServerProfile,
        isReplayed: Bool
    ) {
        self.own = own
        self.other = other
        self.server = server
        self.isReplayed = isReplayed
    }

    func differences() -> [String] {
        var lines: [String] = []
        let isSame = own.entries.elementsEqual(other.entries) {
            $0.id.description == $1.id && $0.fields == $1.fields
        }
        if !isSame { lines.append("entries differ") }
        if own.state.length != UInt64(own.entries.count) { lines.append("length differs") }
        // Redis 5.0 shows neither the last id nor the groups: XINFO STREAM FULL came with 6.0.
        guard let groups = other.groups, let lastID = other.lastID else { return lines }
        if own.state.lastID.description != lastID { lines.append("last id differs") }
        if showsCounters {
            if Int64(exactly: own.state.entriesAdded) != other.entriesAdded {
                lines.append("entries-added \(own.state.entriesAdded)")
            }
            if own.state.maxDeletedID.description != other.maxDeletedID {
                lines.append("max-deleted-entry-id \(own.state.maxDeletedID)")
            }
        }
        let ownGroups = own.groups.sorted { $0.name < $1.name }
        let otherGroups = groups.sorted { $0.name < $1.name }
        guard ownGroups.count == otherGroups.count else { return lines + ["groups differ"] }
        for (own, other) in zip(ownGroups, otherGroups) { lines += differences(own, other) }
        return lines
    }

    /// The counters entries-added and entries_read and the largest deleted id came with Redis 7.0.
    private var showsCounters: Bool { server.isAtLeast(redis: 7, 0) }

    private func differences(_ own: StreamGroup, _ other: ExpectedStream.Group) -> [String] {
        let place = "group \(other.name.printable)"
        guard own.name == other.name else { return ["\(own.name.printable) is not \(place)"] }
        var lines: [String] = []
        if own.lastID.description != other.lastID { lines.append("\(place): last id differs") }
        if showsCounters, !(isReplayed && own.entriesRead == nil && losesEntriesRead),
            own.entriesRead.map(Int64.init) != other.entriesRead
        {
            lines.append("\(place): entries_read \(own.entriesRead.map(Int64.init) ?? -1)")
        }
        if consumers(own) != consumers(other) {
            lines.append("\(place): consumers differ")
        }
        let pending = own.pending.elementsEqual(other.pending) { entry, shown in
            let name = entry.consumer.map { own.consumers[$0].name }
            return entry.id.description == shown.id && name == shown.consumer
                && Int64(exactly: entry.deliveryCount) == shown.deliveries
        }
        if !pending { lines.append("\(place): pending entries differ") }
        return lines
    }

    /// Redis 7.0 and 7.2 log the deliveries of XREADGROUP without the counter: a server that loads
    /// such a log does not know it either.
    private var losesEntriesRead: Bool { !server.isAtLeast(redis: 7, 4) && server.family == .redis }

    /// From 7.2 on XAUTOCLAIM makes its consumer, and logs nothing if there is nothing to claim: a
    /// server that loads the log does not have the consumer either.
    private func consumers(_ group: ExpectedStream.Group) -> [ByteString] {
        guard isReplayed, server.isAtLeast(redis: 7, 2) else { return group.consumers.sorted() }
        return Set(group.pending.map(\.consumer)).sorted()
    }

    private func consumers(_ group: StreamGroup) -> [ByteString] {
        guard isReplayed, server.isAtLeast(redis: 7, 2) else {
            return group.consumers.map(\.name).sorted()
        }
        let owners = Set(group.pending.compactMap(\.consumer))
        return owners.map { group.consumers[$0].name }.sorted()
    }
}
