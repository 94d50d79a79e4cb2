public import RedoubtBytes
public import RedoubtValues

extension StreamGroupValue {
    /// Takes a group as it stands in a file.
    public init(_ group: StreamGroup) {
        self.init(lastID: group.lastID, entriesRead: group.entriesRead)
        var numbers: [Int] = []
        numbers.reserveCapacity(group.consumers.count)
        for consumer in group.consumers {
            let created = createConsumer(
                consumer.name.bytes,
                seenTimeMs: consumer.seenTimeMs,
                activeTimeMs: consumer.activeTimeMs
            )
            numbers.append(created.number)
        }
        for entry in group.pending {
            let owner = entry.consumer.flatMap { numbers.indices.contains($0) ? numbers[$0] : nil }
            deliver(
                entry.id,
                to: owner,
                timeMs: entry.deliveryTimeMs,
                count: entry.deliveryCount
            )
        }
    }

    /// The group as it stands in a file.
    public func exchanged(name: ByteString) -> StreamGroup {
        var result = StreamGroup(name: name, lastID: lastID, entriesRead: entriesRead)
        var indexes: [Int: Int] = [:]
        for entry in consumers {
            indexes[entry.value.number] = result.consumers.count
            result.consumers.append(
                StreamConsumer(
                    name: entry.key,
                    seenTimeMs: entry.value.seenTimeMs,
                    activeTimeMs: entry.value.activeTimeMs
                )
            )
        }
        result.pending = pending.map { entry in
            PendingEntry(
                id: entry.id,
                consumer: entry.consumer.flatMap { indexes[$0] },
                deliveryTimeMs: entry.deliveryTimeMs,
                deliveryCount: entry.deliveryCount
            )
        }
        return result
    }
}
