import RedoubtBytes
import RedoubtKeyspace
import RedoubtValues

/// What happened to streams and their groups.
extension Telling {
    func tellEntry(
        _ arguments: borrowing Arguments,
        _ reply: Reply,
        _ context: inout CommandContext
    ) throws(CommandError) {
        guard case .bulk(let id) = reply else { return context.effects.tellNothing() }
        var words: [ByteString] = ["XADD", arguments.bytes(1)]
        var trim = StreamTrim()
        var index = 2
        while index < arguments.count {
            let start = index
            if arguments.matches(index, "NOMKSTREAM") {
                index += 1
            } else if try trim.take(arguments, &index) {
                index += 1
                if EntryReferences(arguments, at: start) != nil {
                    words.append(arguments.bytes(start))
                }
            } else {
                break
            }
        }
        words += Self.limit(trim)
        words.append(id)
        for place in (index + 1)..<max(arguments.count, index + 1) {
            words.append(arguments.bytes(place))
        }
        context.tell(words)
    }

    func tellTrim(_ arguments: borrowing Arguments, _ context: inout CommandContext) {
        var trim = StreamTrim()
        var words: [ByteString] = ["XTRIM", arguments.bytes(1)]
        var index = 2
        while index < arguments.count {
            let start = index
            guard (try? trim.take(arguments, &index)) == true else { return }
            if EntryReferences(arguments, at: start) != nil { words.append(arguments.bytes(start)) }
            index += 1
        }
        words.insert(contentsOf: Self.limit(trim), at: 2)
        context.tell(words)
    }

    private static func limit(_ trim: StreamTrim) -> [ByteString] {
        switch trim.limit {
        case nil: []
        case .length(let most): ["MAXLEN", "=", ByteString(decimal: Int64(most))]
        case .minimum(let id): ["MINID", "=", ByteString(id.description)]
        }
    }

    /// `XREADGROUP GROUP group consumer … STREAMS key … id …`.
    func tellDelivery(
        _ arguments: borrowing Arguments,
        _ reply: Reply,
        _ context: inout CommandContext
    ) throws(CommandError) {
        context.effects.tellNothing()
        let group = arguments.bytes(2)
        let consumer = arguments.bytes(3)
        for index in KeySpecification.streams(in: arguments) {
            let key = arguments.bytes(index)
            guard let stream = try context.value(StreamValue.self, at: key.bytes),
                let state = stream.groups[group.bytes]
            else { continue }
            context.tell(["XGROUP", "CREATECONSUMER", key, group, consumer])
            for id in Self.ids(of: key, in: reply) {
                guard let delivery = state.pending(id) else { continue }
                context.tell(Self.claim(key, group, consumer, delivery, state))
            }
            // Showing a consumer its own entries again moves nothing.
            guard arguments.matches(index + Self.streamCount(arguments), ">") else { continue }
            var words = ["XGROUP", "SETID", key, group, ByteString(state.lastID.description)]
            if let read = state.entriesRead, context.profile.isAtLeast(redis: 7, 0) {
                words += ["ENTRIESREAD", ByteString(decimal: Int64(clamping: read))]
            }
            context.tell(words)
        }
    }

    private static func streamCount(_ arguments: borrowing Arguments) -> Int {
        KeySpecification.streams(in: arguments).count
    }

    /// The ids of the entries that were answered for a key.
    private static func ids(of key: ByteString, in reply: Reply) -> [StreamID] {
        guard case .table(let parts) = reply else { return [] }
        for index in stride(from: 0, to: parts.count, by: 2) where parts[index] == .bulk(key) {
            guard case .array(let entries) = parts[index + 1] else { return [] }
            return entries.compactMap(id)
        }
        return []
    }

    private static func id(of entry: Reply) -> StreamID? {
        switch entry {
        case .array(let parts):
            if case .bulk(let text) = parts.first { StreamIDText.parse(text.bytes) } else { nil }
        case .bulk(let text): StreamIDText.parse(text.bytes)
        default: nil
        }
    }

    private static func claim(
        _ key: ByteString,
        _ group: ByteString,
        _ consumer: ByteString,
        _ delivery: PendingDelivery,
        _ state: StreamGroupValue
    ) -> [ByteString] {
        [
            "XCLAIM", key, group, consumer, "0", ByteString(delivery.id.description),
            "TIME", ByteString(decimal: delivery.deliveryTimeMs),
            "RETRYCOUNT", ByteString(decimal: Int64(clamping: delivery.deliveryCount)),
            "FORCE", "JUSTID", "LASTID", ByteString(state.lastID.description),
        ]
    }

    /// `XCLAIM key group consumer min-idle id …`, `XAUTOCLAIM key group consumer min-idle start`.
    func tellClaim(
        _ arguments: borrowing Arguments,
        _ reply: Reply,
        _ context: inout CommandContext
    ) throws(CommandError) {
        context.effects.tellNothing()
        let (key, group, consumer) = (arguments.bytes(1), arguments.bytes(2), arguments.bytes(3))
        guard let stream = try context.value(StreamValue.self, at: key.bytes),
            let state = stream.groups[group.bytes], case .array(let parts) = reply
        else { return }
        var asked: [StreamID] = []
        var claimed = parts
        if arguments.matches(0, "XAUTOCLAIM") {
            guard parts.count >= 2, case .array(let entries) = parts[1] else { return }
            claimed = entries
            if parts.count > 2, case .array(let deleted) = parts[2] {
                asked = deleted.compactMap(Self.id)
            }
        } else {
            var index = 5
            while index < arguments.count, let id = StreamIDText.parse(arguments[index]) {
                asked.append(id)
                index += 1
            }
        }
        if state.consumers.contains(consumer.bytes) {
            context.tell(["XGROUP", "CREATECONSUMER", key, group, consumer])
        }
        for id in claimed.compactMap(Self.id) {
            guard let delivery = state.pending(id) else { continue }
            context.tell(Self.claim(key, group, consumer, delivery, state))
        }
        // Entries that the stream has no more have left the list.
        for id in asked where !stream.contains(id) && state.pending(id) == nil {
            context.tell(["XACK", key, group, ByteString(id.description)])
        }
    }
}
