import RedoubtBytes
import RedoubtKeyspace
import RedoubtValues

/// `XINFO` and `XPENDING`: what a stream and its groups know.
enum StreamInfo {
    static let all: [Command] = [
        ReadingCommands.reading("XINFO", arity: -2, keys: .one(2), since: "5.0", inform),
        ReadingCommands.reading("XPENDING", arity: -3, since: "5.0", pending),
    ]

    /// The error of commands whose keys and ids do not pair up.
    static func unbalanced(
        _ profile: ServerProfile,
        _ name: String,
        _ mark: String
    ) -> CommandError {
        let isNamed = profile.isAtLeast(redis: 7, 2)
        return CommandError(
            .error,
            saying: "Unbalanced \(isNamed ? "'\(name)'" : "XREAD") list of streams: for each "
                + "stream key an ID or '\(isNamed ? mark : "$")' must be specified."
        )
    }

    private static func inform(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply {
        guard arguments.count > 2 else { throw .syntax }
        guard var stream = try context.value(StreamValue.self, at: arguments[2]) else {
            throw .noSuchKey
        }
        stream.refreshBounds()
        let now = context.clock.nowMs
        let seesOldGaps = context.profile.isAtLeast(redis: 7, 2)
        if arguments.matches(1, "STREAM") {
            guard arguments.matches(3, "FULL") else {
                guard arguments.count == 3 else { throw unknown(arguments) }
                return summary(stream)
            }
            var most = 10
            if arguments.count > 4 {
                guard arguments.count == 6, arguments.matches(4, "COUNT") else {
                    throw unknown(arguments)
                }
                let count = try arguments.integer(5)
                most = count == 0 ? .max : count < 0 ? most : Int(count)
            }
            return full(stream, most, seesOldGaps)
        }
        if arguments.matches(1, "GROUPS"), arguments.count == 3 {
            return groups(stream, seesOldGaps)
        }
        guard arguments.matches(1, "CONSUMERS"), arguments.count == 4 else { throw .syntax }
        guard let group = stream.groups[arguments[3]] else {
            throw .noSuchGroup(arguments[3], of: arguments[2])
        }
        return .array(
            group.consumers.sorted { $0.key < $1.key }.map { entry in
                .map([
                    .bulk("name"), .bulk(entry.key),
                    .bulk("pending"), .count(entry.value.pending.count),
                    .bulk("idle"), .integer(elapsed(since: entry.value.seenTimeMs, now)),
                ])
            }
        )
    }

    private static func unknown(_ arguments: borrowing Arguments) -> CommandError {
        CommandError(
            .error,
            saying: "unknown subcommand or wrong number of arguments for "
                + "'\(arguments[1].printable)'. Try XINFO HELP."
        )
    }

    private static func counts(_ stream: StreamValue) -> [Reply] {
        // Servers count the nodes of their trees; here there is one for every hundred entries.
        let nodes = (stream.entries.count + 99) / 100
        return [
            .bulk("length"), .count(stream.entries.count),
            .bulk("radix-tree-keys"), .count(nodes),
            .bulk("radix-tree-nodes"), .count(nodes + 1),
            .bulk("last-generated-id"), id(stream.state.lastID),
            .bulk("max-deleted-entry-id"), id(stream.state.maxDeletedID),
            .bulk("entries-added"), .integer(Int64(clamping: stream.state.entriesAdded)),
            .bulk("recorded-first-entry-id"), id(stream.state.firstID),
        ]
    }

    private static func summary(_ stream: StreamValue) -> Reply {
        .map(
            counts(stream) + [
                .bulk("groups"), .count(stream.groups.count),
                .bulk("first-entry"), stream.entries.first?.reply ?? .null,
                .bulk("last-entry"), stream.entries.last?.reply ?? .null,
            ]
        )
    }

    private static func full(_ stream: StreamValue, _ most: Int, _ seesOldGaps: Bool) -> Reply {
        let groups = stream.groups.sorted { $0.key < $1.key }.map { entry in
            let group = entry.value
            return Reply.map([
                .bulk("name"), .bulk(entry.key),
                .bulk("last-delivered-id"), id(group.lastID),
                .bulk("entries-read"), read(group),
                .bulk("lag"), lag(of: group, in: stream, seesOldGaps),
                .bulk("pel-count"), .count(group.pending.count),
                .bulk("pending"), .array(group.pending.prefix(most).map { owned($0, group) }),
                .bulk("consumers"),
                .array(
                    group.consumers.sorted { $0.key < $1.key }.map { full($0, group, most) }
                ),
            ])
        }
        return .map(
            counts(stream) + [
                .bulk("entries"), .array(stream.entries.prefix(most).map(\.reply)),
                .bulk("groups"), .array(groups),
            ]
        )
    }

    private static func full(
        _ entry: ByteTable<StreamConsumerValue>.Entry,
        _ group: StreamGroupValue,
        _ most: Int
    ) -> Reply {
        let pending = entry.value.pending.prefix(most).map { id -> Reply in
            let delivery = group.pending(id)
            return .array([
                Self.id(id), .integer(delivery?.deliveryTimeMs ?? 0),
                .integer(Int64(clamping: delivery?.deliveryCount ?? 0)),
            ])
        }
        return .map([
            .bulk("name"), .bulk(entry.key),
            .bulk("seen-time"), .integer(entry.value.seenTimeMs),
            .bulk("pel-count"), .count(entry.value.pending.count),
            .bulk("pending"), .array(pending),
        ])
    }

    private static func owned(_ delivery: PendingDelivery, _ group: StreamGroupValue) -> Reply {
        .array([
            id(delivery.id), .bulk(group.name(of: delivery.consumer) ?? ByteString()),
            .integer(delivery.deliveryTimeMs), .integer(Int64(clamping: delivery.deliveryCount)),
        ])
    }

    private static func groups(_ stream: StreamValue, _ seesOldGaps: Bool) -> Reply {
        .array(
            stream.groups.sorted { $0.key < $1.key }.map { entry in
                .map([
                    .bulk("name"), .bulk(entry.key),
                    .bulk("consumers"), .count(entry.value.consumers.count),
                    .bulk("pending"), .count(entry.value.pending.count),
                    .bulk("last-delivered-id"), id(entry.value.lastID),
                    .bulk("entries-read"), read(entry.value),
                    .bulk("lag"), lag(of: entry.value, in: stream, seesOldGaps),
                ])
            }
        )
    }

    /// How long ago a time was, which may be any number in a file.
    private static func elapsed(since time: Int64, _ now: Int64) -> Int64 {
        let (elapsed, overflow) = now.subtractingReportingOverflow(time)
        return overflow ? .max : max(elapsed, 0)
    }

    private static func id(_ id: StreamID) -> Reply {
        .bulk(ByteString(id.description))
    }

    private static func read(_ group: StreamGroupValue) -> Reply {
        group.entriesRead.map { .integer(Int64(clamping: $0)) } ?? .null
    }

    /// How many entries the group has still to read, where that is known.
    private static func lag(
        of group: StreamGroupValue,
        in stream: StreamValue,
        _ seesOldGaps: Bool
    ) -> Reply {
        let state = stream.state
        if state.entriesAdded == 0 { return .integer(0) }
        let isWhole =
            state.length == 0 || state.maxDeletedID == .zero
            || state.maxDeletedID < max(group.lastID, state.firstID)
        if let read = group.entriesRead, isWhole {
            return .integer(Int64(clamping: state.entriesAdded) - Int64(clamping: read))
        }
        guard let read = state.entriesAdded(to: group.lastID, seesOldGaps: seesOldGaps) else {
            return .null
        }
        return .integer(Int64(clamping: state.entriesAdded) - Int64(clamping: read))
    }
}

// MARK: XPENDING

extension StreamInfo {
    private static func pending(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply {
        let isLong = arguments.count > 3
        var minIdle: Int64 = 0
        var first = 3
        if arguments.matches(3, "IDLE") {
            minIdle = try arguments.integer(try arguments.value(after: 3))
            first = 5
        }
        guard !isLong || (6...9).contains(arguments.count), arguments.count - first != 1,
            arguments.count - first != 2
        else { throw .syntax }
        guard isLong else { return summary(of: try group(&context, arguments)) }
        let most = max(try arguments.integer(first + 2), 0)
        let (low, skipsLow) = try StreamReading.bound(arguments, first, missing: 0)
        let (high, skipsHigh) = try StreamReading.bound(arguments, first + 1, missing: .max)
        let group = try group(&context, arguments)
        var owner: Int?
        if arguments.count - first > 3 {
            guard let consumer = group.consumers[arguments[first + 3]] else { return .array([]) }
            owner = consumer.number
        }
        let now = context.clock.nowMs
        let start = group.pending.position { skipsLow ? $0.id <= low : $0.id < low }
        var replies: [Reply] = []
        for entry in group.pending.from(start) {
            guard Int64(replies.count) < most,
                skipsHigh ? entry.id < high : entry.id <= high
            else { break }
            guard owner == nil || entry.consumer == owner else { continue }
            let idle = elapsed(since: entry.deliveryTimeMs, now)
            guard idle >= minIdle else { continue }
            replies.append(
                .array([
                    id(entry.id), .bulk(group.name(of: entry.consumer) ?? ByteString()),
                    .integer(idle), .integer(Int64(clamping: entry.deliveryCount)),
                ])
            )
        }
        return .array(replies)
    }

    private static func group(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> StreamGroupValue {
        let stream = try context.value(StreamValue.self, at: arguments[1])
        guard let group = stream?.groups[arguments[2]] else {
            throw .noGroup(arguments[2], of: arguments[1])
        }
        return group
    }

    private static func summary(of group: StreamGroupValue) -> Reply {
        guard let first = group.pending.first, let last = group.pending.last else {
            return .array([.integer(0), .null, .null, .nullArray])
        }
        let owners = group.consumers.filter { !$0.value.pending.isEmpty }
            .sorted { $0.key < $1.key }
        return .array([
            .count(group.pending.count), id(first.id), id(last.id),
            .array(
                owners.map { owner in
                    let count = Int64(owner.value.pending.count)
                    return .array([.bulk(owner.key), .bulk(ByteString(decimal: count))])
                }
            ),
        ])
    }
}
