import RedoubtBytes
import RedoubtRDB
import RedoubtValues

/// Whether what a stream says of itself fits its entries and groups.
struct StreamReview {
    private var length: UInt64 = 0
    private var first: StreamID?
    private var last: StreamID?
    private var groups: Set<ByteString> = []
    private var repeatedGroup: ByteString?
    private var repeatedConsumer: ByteString?

    mutating func note(_ id: StreamID) {
        length += 1
        first = first ?? id
        last = id
    }

    mutating func note(_ group: StreamGroup) {
        if !groups.insert(group.name).inserted { repeatedGroup = repeatedGroup ?? group.name }
        var consumers: Set<ByteString> = []
        for consumer in group.consumers where !consumers.insert(consumer.name).inserted {
            repeatedConsumer = repeatedConsumer ?? consumer.name
        }
    }

    func issues(
        _ type: ObjectType,
        _ payload: RawSpan,
        at offset: Int,
        in context: PayloadContext
    ) -> [ValueReview.Issue] {
        guard let claims = try? StreamClaims(type, payload, at: offset, in: context) else {
            return [ValueReview.Issue(.stream, at: offset)]
        }
        var issues: [ValueReview.Issue] = []
        if !claims.nodesAscend {
            issues.append(ValueReview.Issue(.streamOrder, "nodes do not ascend", at: offset))
        }
        if let name = repeatedGroup {
            let text = "group \"\(name.printable)\" stands twice"
            issues.append(ValueReview.Issue(.streamGroups, text, at: offset))
        }
        if let name = repeatedConsumer {
            let text = "consumer \"\(name.printable)\" stands twice in a group"
            issues.append(ValueReview.Issue(.streamGroups, text, at: offset))
        }
        if claims.length > 0, claims.nodeCount == 0 {
            let text = "a stream of \(claims.length) entries has none"
            issues.append(ValueReview.Issue(.streamCounts, text, at: offset))
        } else if claims.length != length {
            // Servers of the first form left counts that are too high in their files.
            let kind = claims.entriesAdded == nil ? Finding.Kind.streamState : .streamCounts
            let text =
                "the stream says that it has \(claims.length) entries, and has \(length): newer "
                + "servers refuse it"
            issues.append(ValueReview.Issue(kind, text, at: offset))
        } else if let text = stateText(claims) {
            issues.append(ValueReview.Issue(.streamState, text, at: offset))
        }
        return issues
    }

    /// What does not fit, though servers load it.
    private func stateText(_ claims: StreamClaims) -> String? {
        if let added = claims.entriesAdded, added < length {
            return "\(added) entries were added, and there are \(length)"
        }
        if let last, last > claims.lastID {
            return "the last id is \(claims.lastID), and there is an entry \(last)"
        }
        if let stated = claims.firstID, let first, stated != first {
            return "the first id is said to be \(stated), and is \(first)"
        }
        if let deleted = claims.maxDeletedID, deleted > claims.lastID {
            return "the largest deleted id \(deleted) is behind the last id \(claims.lastID)"
        }
        return nil
    }
}
