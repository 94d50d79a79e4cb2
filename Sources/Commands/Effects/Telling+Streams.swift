import RedoubtBytes
import RedoubtKeyspace
import RedoubtValues

/// What happened to streams and their groups.
extension Telling {
    /// `XADD key [options] id field value …`.
    func tellEntry(
        _ arguments: borrowing Arguments,
        _ reply: Reply,
        _ context: inout CommandContext
    ) throws(CommandError) {
        guard case .bulk(let id) = reply else { return context.effects.tellNothing() }
        let stream = try context.value(StreamValue.self, at: arguments[1])
        var words: [ByteString] = ["XADD", arguments.bytes(1)]
        var index = 2
        while index < arguments.count {
            if arguments.matches(index, "NOMKSTREAM") {
                words.append(arguments.bytes(index))
            } else if arguments.matches(index, "IDMP") || arguments.matches(index, "IDMPAUTO") {
                let end = index + (arguments.matches(index, "IDMP") ? 2 : 1)
                for place in index...end { words.append(arguments.bytes(place)) }
                index = end
            } else if let option = try Self.option(arguments, &index, stream) {
                words += option
            } else {
                break
            }
            index += 1
        }
        words.append(id)
        for place in (index + 1)..<max(arguments.count, index + 1) {
            words.append(arguments.bytes(place))
        }
        context.tell(words)
    }

    /// `XTRIM key [options]`.
    func tellTrim(
        _ arguments: borrowing Arguments,
        _ context: inout CommandContext
    ) throws(CommandError) {
        let stream = try context.value(StreamValue.self, at: arguments[1])
        var words: [ByteString] = ["XTRIM", arguments.bytes(1)]
        var index = 2
        while index < arguments.count {
            guard let option = try Self.option(arguments, &index, stream) else { return }
            words += option
            index += 1
        }
        context.tell(words)
    }

    /// The words of an option of trimming as they came, but for a limit that was approximate:
    /// of that the exact one is told that leads to what is left.
    private static func option(
        _ arguments: borrowing Arguments,
        _ index: inout Int,
        _ stream: StreamValue?
    ) throws(CommandError) -> [ByteString]? {
        let start = index
        var trim = StreamTrim()
        guard try trim.take(arguments, &index) else { return nil }
        if arguments.matches(start, "LIMIT") { return [] }
        guard trim.isApproximate else {
            return (start...index).map { arguments.bytes($0) }
        }
        switch trim.limit {
        case .length:
            return ["MAXLEN", "=", ByteString(decimal: Int64(stream?.entries.count ?? 0))]
        default:
            let first = stream?.entries.first?.id ?? StreamID(.max, .max)
            return ["MINID", "=", ByteString(first.description)]
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
            let delivered = Self.ids(of: key, in: reply)
            let claims = delivered.compactMap { state.pending($0) }
            // A claim creates its consumer.
            if claims.isEmpty, context.effects.groups.keysOfNewConsumers.contains(key) {
                context.tell(["XGROUP", "CREATECONSUMER", key, group, consumer])
            }
            // Showing a consumer its own entries again moves nothing.
            let isNew = arguments.matches(index + Self.streamCount(arguments), ">")
            for delivery in claims {
                let last = isNew ? delivery.id : state.lastID
                context.tell(Self.claim(key, group, consumer, delivery, last))
            }
            let isRecounted = context.effects.groups.keysOfNewCounts.contains(key)
            guard isNew, !delivered.isEmpty, claims.isEmpty || isRecounted else { continue }
            context.tell(Self.start(of: group, state, key, context.profile))
        }
    }

    /// Where a group stands, and how many entries it has read.
    private static func start(
        of group: ByteString,
        _ state: StreamGroupValue,
        _ key: ByteString,
        _ profile: ServerProfile
    ) -> [ByteString] {
        let words = ["XGROUP", "SETID", key, group, ByteString(state.lastID.description)]
        guard profile.isAtLeast(redis: 7, 0) else { return words }
        let read = state.entriesRead.map { Int64(clamping: $0) } ?? -1
        return words + ["ENTRIESREAD", ByteString(decimal: read)]
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
        _ last: StreamID
    ) -> [ByteString] {
        [
            "XCLAIM", key, group, consumer, "0", ByteString(delivery.id.description),
            "TIME", ByteString(decimal: delivery.deliveryTimeMs),
            "RETRYCOUNT", ByteString(decimal: Int64(clamping: delivery.deliveryCount)),
            "FORCE", "JUSTID", "LASTID", ByteString(last.description),
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
        var claimed = parts
        if arguments.matches(0, "XAUTOCLAIM") {
            guard parts.count >= 2, case .array(let entries) = parts[1] else { return }
            claimed = entries
        }
        let news = context.effects.groups
        if claimed.isEmpty, news.keysOfNewConsumers.contains(key) {
            context.tell(["XGROUP", "CREATECONSUMER", key, group, consumer])
        }
        for id in claimed.compactMap(Self.id) {
            guard let delivery = state.pending(id) else { continue }
            context.tell(Self.claim(key, group, consumer, delivery, state.lastID))
        }
        if claimed.isEmpty, news.keysOfNewCounts.contains(key) {
            context.tell(Self.start(of: group, state, key, context.profile))
        }
        // Entries that the stream has no more have left the list.
        if !news.dropped.isEmpty {
            let ids = news.dropped.map { ByteString($0.description) }
            context.tell(["XACK", key, group] + ids)
        }
    }
}
