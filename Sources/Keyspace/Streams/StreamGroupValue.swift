public import RedoubtBytes
public import RedoubtValues

/// An entry that was delivered to a group and not acknowledged.
public struct PendingDelivery: Comparable, Sendable {
    /// The entry.
    public let id: StreamID
    /// Number of the consumer that owns it; nil in the unowned zone of Redis 8.8.
    public internal(set) var consumer: Int?
    /// When it was last delivered, in milliseconds since 1970.
    public var deliveryTimeMs: Int64
    /// How often it was delivered.
    public var deliveryCount: UInt64

    /// Orders by id.
    public static func < (left: PendingDelivery, right: PendingDelivery) -> Bool {
        left.id < right.id
    }

    /// Whether both are about the same entry.
    public static func == (left: PendingDelivery, right: PendingDelivery) -> Bool {
        left.id == right.id
    }
}

/// A consumer of a group in memory.
public struct StreamConsumerValue: Sendable {
    /// The consumer's number within its group; numbers are never used again.
    public let number: Int
    /// When it last tried to read, in milliseconds since 1970.
    public var seenTimeMs: Int64
    /// When it last got an entry, in milliseconds since 1970; −1 for never.
    public var activeTimeMs: Int64
    /// The entries that it owns.
    public internal(set) var pending = SortedChunks<StreamID>()
}

/// A consumer group in memory: the pending entries of the group and of each consumer.
///
/// - Invariant: the consumers' pending entries are exactly those of the group that have an owner.
public struct StreamGroupValue: Sendable {
    /// The last id that was delivered to the group.
    public var lastID: StreamID
    /// Number of entries that the group has read, or nil where it is not known.
    public var entriesRead: UInt64?
    /// Entries delivered and not acknowledged.
    public private(set) var pending = SortedChunks<PendingDelivery>()
    /// The consumers by name.
    public private(set) var consumers = ByteTable<StreamConsumerValue>()
    private var names: [Int: ByteString] = [:]
    private var nextNumber = 0

    /// A group without consumers.
    public init(lastID: StreamID, entriesRead: UInt64?) {
        self.lastID = lastID
        self.entriesRead = entriesRead
    }

    // MARK: Consumers

    /// The number of the consumer with a name, created if it is missing.
    ///
    /// - Returns: the number, and whether the consumer is new.
    @discardableResult
    public mutating func createConsumer(
        _ name: RawSpan,
        seenTimeMs: Int64,
        activeTimeMs: Int64 = -1
    ) -> (number: Int, isNew: Bool) {
        if let position = consumers.position(of: name) {
            return (consumers[valueAt: position].number, false)
        }
        let number = nextNumber
        nextNumber += 1
        let name = ByteString(name)
        names[number] = name
        consumers.set(
            name,
            to: StreamConsumerValue(
                number: number,
                seenTimeMs: seenTimeMs,
                activeTimeMs: activeTimeMs
            )
        )
        return (number, true)
    }

    /// The name of the consumer with a number.
    public func name(of consumer: Int?) -> ByteString? {
        consumer.flatMap { names[$0] }
    }

    /// Notes when a consumer was seen and when it got an entry.
    public mutating func touch(_ name: RawSpan, seenTimeMs: Int64?, activeTimeMs: Int64?) {
        guard let position = consumers.position(of: name) else { return }
        if let seenTimeMs { consumers[valueAt: position].seenTimeMs = seenTimeMs }
        if let activeTimeMs { consumers[valueAt: position].activeTimeMs = activeTimeMs }
    }

    /// Removes a consumer with its pending entries.
    ///
    /// - Returns: how many entries it owned, or nil if there is no such consumer.
    @discardableResult
    public mutating func removeConsumer(_ name: RawSpan) -> Int? {
        guard let consumer = consumers.remove(name) else { return nil }
        names[consumer.number] = nil
        for id in consumer.pending { dropFromGroup(id) }
        return consumer.pending.count
    }

    // MARK: Pending entries

    /// The pending entry with an id.
    public func pending(_ id: StreamID) -> PendingDelivery? {
        let place = pending.position { $0.id < id }
        guard let found = pending.element(at: place), found.id == id else { return nil }
        return found
    }

    /// Sets the owner, the time and the count of a pending entry, which is created if missing.
    public mutating func deliver(
        _ id: StreamID,
        to consumer: Int?,
        timeMs: Int64,
        count: UInt64
    ) {
        let place = pending.position { $0.id < id }
        if let old = pending.element(at: place), old.id == id {
            if old.consumer != consumer {
                changeOwner(of: id, from: old.consumer, to: consumer)
                pending[place].consumer = consumer
            }
            pending[place].deliveryTimeMs = timeMs
            pending[place].deliveryCount = count
            return
        }
        pending.insert(
            PendingDelivery(
                id: id,
                consumer: consumer,
                deliveryTimeMs: timeMs,
                deliveryCount: count
            )
        )
        changeOwner(of: id, from: nil, to: consumer)
    }

    /// Removes a pending entry from the group and its owner; false if it was not there.
    @discardableResult
    public mutating func acknowledge(_ id: StreamID) -> Bool {
        guard let entry = pending(id) else { return false }
        changeOwner(of: id, from: entry.consumer, to: nil)
        dropFromGroup(id)
        return true
    }

    private mutating func dropFromGroup(_ id: StreamID) {
        let place = pending.position { $0.id < id }
        if pending.element(at: place)?.id == id { pending.remove(at: place) }
    }

    private mutating func changeOwner(of id: StreamID, from old: Int?, to new: Int?) {
        if let position = position(ofConsumer: old) {
            consumers[valueAt: position].pending.remove(id)
        }
        if let position = position(ofConsumer: new) {
            consumers[valueAt: position].pending.insert(id)
        }
    }

    private func position(ofConsumer number: Int?) -> Int? {
        guard let number, let name = names[number] else { return nil }
        return consumers.position(of: name.bytes)
    }
}
