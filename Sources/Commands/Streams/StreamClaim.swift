import RedoubtBytes
import RedoubtKeyspace
import RedoubtValues

/// One consumer claiming entries of one group.
struct StreamClaim {
    /// Where the group stands in its table.
    let group: Int
    let consumer: ByteString
    let options: StreamClaiming.Options
    let nowMs: Int64
    /// Whether an entry that is gone from the stream leaves the pending list (since 7.0).
    var dropsDeleted = true
    /// The entries claimed.
    private(set) var taken: [StreamID] = []
    /// Entries that left the pending list because the stream has them no more.
    private(set) var deleted: [StreamID] = []
    /// Where the next search for idle entries is to begin; zero behind the last one.
    private(set) var next = StreamID.zero
    private var number: Int?
    /// Whether the consumer was created for it.
    private(set) var isConsumerNew = false

    init(group: Int, consumer: ByteString, options: StreamClaiming.Options, nowMs: Int64) {
        self.group = group
        self.consumer = consumer
        self.options = options
        self.nowMs = nowMs
    }

    /// Creates the consumer unless it is there.
    @discardableResult
    mutating func createConsumer(in stream: inout StreamValue) -> Int {
        if let number { return number }
        // The log does not tell when a consumer was seen; the delivery is the best estimate.
        let created = stream.groups[position: group].value.createConsumer(
            consumer.bytes,
            seenTimeMs: options.timeMs
        )
        number = created.number
        isConsumerNew = created.isNew
        return created.number
    }

    /// Claims an entry if it is pending and idle for long enough, or if it is forced to be.
    mutating func take(_ id: StreamID, in stream: inout StreamValue) {
        let isLive = stream.contains(id)
        let old = stream.groups[position: group].value.pending(id)
        if !isLive {
            guard !dropsDeleted else {
                if stream.groups[position: group].value.acknowledge(id) { deleted.append(id) }
                return
            }
            guard old != nil else { return }
        }
        guard old != nil || options.isForced else { return }
        if let old, old.consumer != nil, options.minIdleMs > 0 {
            let (idle, overflow) = nowMs.subtractingReportingOverflow(old.deliveryTimeMs)
            guard !overflow, idle >= options.minIdleMs else { return }
        }
        let owner = createConsumer(in: &stream)
        stream.groups[position: group].value.deliver(
            id,
            to: owner,
            timeMs: options.timeMs,
            count: count(after: old?.deliveryCount)
        )
        stream.groups[position: group].value.touch(
            consumer.bytes,
            seenTimeMs: options.timeMs,
            activeTimeMs: options.timeMs
        )
        taken.append(id)
    }

    /// An entry that is forced onto the list counts as delivered once.
    private func count(after old: UInt64?) -> UInt64 {
        switch options.count {
        case .set(let count): count
        case .unchanged: old ?? 1
        case .increment: (old ?? 1) &+ 1
        }
    }

    /// Claims idle entries from an id on; ten times as many are looked at.
    mutating func takeIdle(from start: StreamID, atMost most: Int, in stream: inout StreamValue) {
        let pending = stream.groups[position: group].value.pending
        var attempts = most.multipliedReportingOverflow(by: 10).partialValue
        for entry in pending.from(pending.position { $0.id < start }) {
            guard attempts > 0, taken.count + deleted.count < most else {
                next = entry.id
                return
            }
            attempts -= 1
            take(entry.id, in: &stream)
        }
    }
}

extension ServerProfile {
    /// Whether claiming creates the consumer even if nothing is claimed: since 7.2.
    var claimCreatesConsumerAtOnce: Bool { isAtLeast(redis: 7, 2) }
}
