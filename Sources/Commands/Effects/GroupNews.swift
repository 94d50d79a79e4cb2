import RedoubtBytes
import RedoubtValues

/// What a command did to groups of streams that its answer does not tell.
struct GroupNews: Sendable {
    /// The keys of groups in which the consumer is new.
    fileprivate(set) var keysOfNewConsumers: [ByteString] = []
    /// The keys of groups that stand elsewhere, or whose number of read entries is another one.
    fileprivate(set) var keysOfNewCounts: [ByteString] = []
    /// Entries that left the pending list because the stream has them no more.
    fileprivate(set) var dropped: [StreamID] = []
}

extension Effects {
    /// Notes what a delivery did to a group.
    mutating func noteDelivery(of key: ByteString, consumerIsNew: Bool, isRecounted: Bool) {
        guard areWanted else { return }
        if consumerIsNew { groups.keysOfNewConsumers.append(key) }
        if isRecounted { groups.keysOfNewCounts.append(key) }
    }

    /// Notes what a claim did to a group.
    ///
    /// - Parameter isMoved: whether it moved the place of the group.
    mutating func note(_ claim: StreamClaim, of key: ByteString, isMoved: Bool) {
        guard areWanted else { return }
        if isMoved { groups.keysOfNewCounts.append(key) }
        if claim.isConsumerNew { groups.keysOfNewConsumers.append(key) }
        groups.dropped = claim.deleted
    }
}
