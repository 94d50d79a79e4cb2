import RedoubtBytes
import RedoubtKeyspace
import RedoubtValues

/// `XREADGROUP GROUP group consumer [COUNT n] [BLOCK ms] [NOACK] STREAMS key … id …`.
///
/// `>` delivers what the group has not seen; an id shows the consumer its own pending entries
/// again. Servers log the claims that a delivery amounts to, and never the command itself; of
/// showing entries again nothing is logged at all.
enum StreamGroupReading {
    private struct Options {
        var entriesMax = Int.max
        var acknowledges = true
        var keys: Range<Int>
    }

    static func read(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply {
        let options = try parse(arguments, context.profile)
        var starts: [StreamID?] = []
        for index in options.keys {
            let stream = try context.value(StreamValue.self, at: arguments[index])
            guard stream?.groups.contains(arguments[2]) == true else {
                throw .noGroup(
                    arguments[2],
                    of: arguments[index],
                    in: " in XREADGROUP with GROUP option"
                )
            }
            let start = index + options.keys.count
            guard !arguments.matches(start, "$") else { throw meaninglessID }
            starts.append(arguments.matches(start, ">") ? nil : try arguments.streamID(start))
        }
        var replies: [Reply] = []
        for (place, index) in options.keys.enumerated() {
            let entries = try read(&context, arguments, index, after: starts[place], options)
            guard starts[place] != nil || !entries.isEmpty else { continue }
            replies += [.bulk(arguments.bytes(index)), .array(entries)]
        }
        return replies.isEmpty ? .nullArray : .table(replies)
    }

    private static let meaninglessID = CommandError(
        """
        The $ ID is meaningless in the context of XREADGROUP: you want to read the history of \
        this consumer by specifying a proper ID, or use the > ID to get new messages. The $ ID \
        would just return an empty result set.
        """
    )

    private static func parse(
        _ arguments: borrowing Arguments,
        _ profile: ServerProfile
    ) throws(CommandError) -> Options {
        guard arguments.matches(1, "GROUP") else { throw .syntax }
        var options = Options(keys: 0..<0)
        var index = 4
        while index < arguments.count, !arguments.matches(index, "STREAMS") {
            if arguments.matches(index, "NOACK") {
                options.acknowledges = false
            } else if arguments.matches(index, "COUNT") {
                index = try arguments.value(after: index)
                let most = try arguments.integer(index)
                options.entriesMax = most > 0 ? Int(most) : .max
            } else if arguments.matches(index, "BLOCK") {
                index = try arguments.value(after: index)
                _ = try arguments.integer(index, in: 0...Int64.max)
            } else if arguments.matches(index, "CLAIM") {
                throw CommandError(.unreproducible, "the option CLAIM is not supported")
            } else {
                throw .syntax
            }
            index += 1
        }
        let words = arguments.count - index - 1
        guard words > 0 else { throw .syntax }
        guard words % 2 == 0 else { throw StreamInfo.unbalanced(profile, "xreadgroup", ">") }
        options.keys = (index + 1)..<(index + 1 + words / 2)
        return options
    }

    private static func read(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments,
        _ key: Int,
        after start: StreamID?,
        _ options: Options
    ) throws(CommandError) -> [Reply] {
        let now = context.clock.nowMs
        let countsRead = context.profile.isAtLeast(redis: 7, 0)
        let createsAtOnce = context.profile.claimCreatesConsumerAtOnce
        var isNew = false
        var isRecounted = false
        let entries = try context.change(StreamValue.self, at: arguments[key]) {
            (stream) throws(CommandError) -> [Reply] in
            guard let place = stream.groups.position(of: arguments[2]) else { throw .noGroup }
            // Where nothing is new, a consumer that nobody knows stays unknown.
            let last = stream.groups[position: place].value.lastID
            if start == nil, !createsAtOnce, stream.entries.last?.id ?? .zero <= last { return [] }
            let read = stream.groups[position: place].value.entriesRead
            let consumer = stream.groups[position: place].value.createConsumer(
                arguments[3],
                seenTimeMs: now
            )
            isNew = consumer.isNew
            var delivery = StreamDeliveryRun(
                group: place,
                consumer: consumer.number,
                timeMs: now,
                entriesMax: options.entriesMax
            )
            if let start {
                delivery.showPending(of: arguments[3], after: start, in: &stream)
            } else {
                delivery.acknowledges = options.acknowledges
                delivery.countsRead = countsRead
                delivery.looksAhead = !createsAtOnce
                delivery.deliverNew(in: &stream)
            }
            stream.groups[position: place].value.touch(
                arguments[3],
                seenTimeMs: now,
                activeTimeMs: delivery.replies.isEmpty ? nil : now
            )
            isRecounted = stream.groups[position: place].value.entriesRead != read
            return delivery.replies
        }
        context.effects.noteDelivery(
            of: arguments.bytes(key),
            consumerIsNew: isNew,
            isRecounted: isRecounted
        )
        return entries ?? []
    }
}

/// Handing entries of one stream to one consumer.
private struct StreamDeliveryRun {
    let group: Int
    let consumer: Int
    let timeMs: Int64
    let entriesMax: Int
    /// Whether the entries have to be acknowledged.
    var acknowledges = true
    /// Whether the group counts what it read (since 7.0).
    var countsRead = true
    /// Whether only deletions behind an entry end the count (before 7.2), and not those before it.
    var looksAhead = false
    private(set) var replies: [Reply] = []

    init(group: Int, consumer: Int, timeMs: Int64, entriesMax: Int) {
        self.group = group
        self.consumer = consumer
        self.timeMs = timeMs
        self.entriesMax = entriesMax
    }

    /// Delivers what stands behind the group's last id.
    mutating func deliverNew(in stream: inout StreamValue) {
        stream.refreshBounds()
        let last = stream.groups[position: group].value.lastID
        let new = stream.entries.from(stream.entries.position { $0.id <= last }).prefix(entriesMax)
        for entry in Array(new) {
            advance(to: entry.id, in: &stream)
            if acknowledges {
                stream.groups[position: group].value.deliver(
                    entry.id,
                    to: consumer,
                    timeMs: timeMs,
                    count: 1
                )
            }
            replies.append(entry.reply)
        }
    }

    private func advance(to id: StreamID, in stream: inout StreamValue) {
        let old = stream.groups[position: group].value
        if countsRead {
            if let read = old.entriesRead,
                looksAhead
                    ? !stream.state.hasGap(from: id)
                    : old.lastID >= stream.state.firstID
                        && stream.state.maxDeletedID < old.lastID
            {
                stream.groups[position: group].value.entriesRead = read &+ 1
            } else if stream.state.entriesAdded > 0 {
                stream.groups[position: group].value.entriesRead = stream.state.entriesAdded(to: id)
            }
        }
        stream.groups[position: group].value.lastID = id
    }

    /// Shows a consumer the entries that it owns, and counts that as a delivery of each.
    mutating func showPending(
        of name: RawSpan,
        after start: StreamID,
        in stream: inout StreamValue
    ) {
        guard let owned = stream.groups[position: group].value.consumers[name]?.pending else {
            return
        }
        for id in Array(owned.from(owned.position { $0 <= start }).prefix(entriesMax)) {
            guard let place = stream.position(of: id),
                let entry = stream.entries.element(at: place)
            else {
                replies.append(.array([.bulk(ByteString(id.description)), .nullArray]))
                continue
            }
            let count = stream.groups[position: group].value.pending(id)?.deliveryCount ?? 0
            stream.groups[position: group].value.deliver(
                id,
                to: consumer,
                timeMs: timeMs,
                count: count &+ 1
            )
            replies.append(entry.reply)
        }
    }

}

extension StreamEntry {
    /// The entry as commands answer it: its id and its fields with their values.
    var reply: Reply {
        var fields: [Reply] = []
        forEachField { field, value in
            fields.append(.bulk(ByteString(field)))
            fields.append(.bulk(ByteString(value)))
        }
        return .array([.bulk(ByteString(id.description)), .array(fields)])
    }
}

extension StreamState {
    /// Whether an entry was deleted from an id on, or may have been.
    func hasGap(from id: StreamID) -> Bool {
        length > 0 && maxDeletedID != .zero && firstID <= maxDeletedID && id <= maxDeletedID
    }

    /// How many entries were added up to an id, where what is left of the stream still tells.
    ///
    /// - Parameter seesOldGaps: whether deletions in front of the first entry count (since 7.2).
    func entriesAdded(to id: StreamID, seesOldGaps: Bool = true) -> UInt64? {
        if length == 0, id <= lastID { return entriesAdded }
        if id > lastID || seesOldGaps && id != .zero && id < maxDeletedID { return nil }
        if id == lastID { return entriesAdded }
        guard maxDeletedID < firstID, length <= entriesAdded else { return nil }
        if id < firstID { return entriesAdded - length }
        return id == firstID ? entriesAdded - length + 1 : nil
    }
}
