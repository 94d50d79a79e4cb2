import RedoubtBytes
import RedoubtKeyspace
import RedoubtValues

/// Passing pending entries from one consumer to another.
///
/// Reading by a group is logged as claims too: one per entry, with `FORCE`, `JUSTID` and `LASTID`.
/// A time that is given is taken as it is, even where the clock of the log is behind it.
enum StreamClaiming {
    struct Options {
        /// How the delivery count changes.
        enum Count {
            case unchanged
            case increment
            case set(UInt64)
        }

        var minIdleMs: Int64
        var timeMs: Int64
        var count = Count.increment
        var isForced = false
        var lastID: StreamID?
        /// Whether the ids alone are answered.
        var showsIDs = false
    }

    /// `XCLAIM key group consumer min-idle id … [IDLE ms] [TIME ms] [RETRYCOUNT n] [FORCE]
    /// [JUSTID] [LASTID id]`.
    static func claim(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply {
        var end = 5
        while end < arguments.count, StreamIDText.parse(arguments[end]) != nil { end += 1 }
        let ids = try arguments.streamIDs(5..<end)
        let stream = try context.value(StreamValue.self, at: arguments[1])
        guard stream?.groups.contains(arguments[2]) == true else {
            throw .noGroup(arguments[2], of: arguments[1])
        }
        let options = try parse(arguments, from: end, now: context.clock.nowMs)
        let now = context.clock.nowMs
        let profile = context.profile
        var isMoved = false
        let claimed = try context.change(StreamValue.self, at: arguments[1]) {
            (stream) throws(CommandError) in
            guard let place = stream.groups.position(of: arguments[2]) else {
                throw .noGroup(arguments[2], of: arguments[1])
            }
            if let lastID = options.lastID {
                let old = stream.groups[position: place].value.lastID
                stream.groups[position: place].value.lastID = max(old, lastID)
                isMoved = lastID > old
            }
            var claim = StreamClaim(
                group: place,
                consumer: arguments.bytes(3),
                options: options,
                nowMs: now
            )
            claim.dropsDeleted = profile.claimDropsDeletedEntries
            if profile.claimCreatesConsumerAtOnce { claim.createConsumer(in: &stream) }
            for id in ids { claim.take(id, in: &stream) }
            return claim
        }
        guard let claimed else { throw .noGroup(arguments[2], of: arguments[1]) }
        context.effects.note(claimed, of: arguments.bytes(1), isMoved: isMoved)
        return .array(try replies(of: claimed.taken, options, arguments[1], &context))
    }

    /// The entries that were claimed, or their ids alone if more was not asked for.
    private static func replies(
        of claimed: [StreamID],
        _ options: Options,
        _ key: RawSpan,
        _ context: inout CommandContext
    ) throws(CommandError) -> [Reply] {
        guard !options.showsIDs, let stream = try context.value(StreamValue.self, at: key) else {
            return claimed.map { .bulk(ByteString($0.description)) }
        }
        return claimed.map { id in
            stream.position(of: id).flatMap { stream.entries.element(at: $0) }?.reply ?? .nullArray
        }
    }

    private static func parse(
        _ arguments: borrowing Arguments,
        from first: Int,
        now: Int64
    ) throws(CommandError) -> Options {
        let minIdle = try arguments.integer(4)
        var options = Options(minIdleMs: max(minIdle, 0), timeMs: now)
        var retryCount: UInt64?
        var index = first
        while index < arguments.count {
            if arguments.matches(index, "FORCE") {
                options.isForced = true
            } else if arguments.matches(index, "JUSTID") {
                options.count = .unchanged
                options.showsIDs = true
            } else {
                guard index + 1 < arguments.count else { throw unknown(arguments, index) }
                let value = index + 1
                if arguments.matches(index, "IDLE") {
                    let idle = try arguments.integer(value)
                    options.timeMs = idle < 0 ? now : max(now.subtractingClamped(idle), 0)
                } else if arguments.matches(index, "TIME") {
                    let time = try arguments.integer(value)
                    options.timeMs = time < 0 ? now : time
                } else if arguments.matches(index, "RETRYCOUNT") {
                    retryCount = UInt64(try arguments.integer(value, in: 0...Int64.max))
                } else if arguments.matches(index, "LASTID") {
                    options.lastID = try arguments.streamID(value)
                } else {
                    throw unknown(arguments, index)
                }
                index = value
            }
            index += 1
        }
        if let retryCount { options.count = .set(retryCount) }
        return options
    }

    private static func unknown(_ arguments: borrowing Arguments, _ index: Int) -> CommandError {
        CommandError(
            .error,
            saying: "Unrecognized XCLAIM option '\(arguments[index].printable)'"
        )
    }

    /// `XAUTOCLAIM key group consumer min-idle start [COUNT n] [JUSTID]`.
    static func autoClaim(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply {
        let minIdle = try arguments.integer(4)
        var options = Options(minIdleMs: max(minIdle, 0), timeMs: context.clock.nowMs)
        let start = arguments.matches(5, "-") ? .zero : try arguments.streamID(5)
        var most = 100
        var index = 6
        while index < arguments.count {
            if arguments.matches(index, "JUSTID") {
                options.count = .unchanged
                options.showsIDs = true
            } else if arguments.matches(index, "COUNT") {
                index = try arguments.value(after: index)
                most = Int(try arguments.integer(index, in: 1...Int64(Int32.max)))
            } else {
                throw .syntax
            }
            index += 1
        }
        let now = context.clock.nowMs
        let profile = context.profile
        let claimed = try context.change(StreamValue.self, at: arguments[1]) {
            (stream) throws(CommandError) in
            guard let place = stream.groups.position(of: arguments[2]) else {
                throw .noGroup(arguments[2], of: arguments[1])
            }
            var claim = StreamClaim(
                group: place,
                consumer: arguments.bytes(3),
                options: options,
                nowMs: now
            )
            claim.dropsDeleted = profile.claimDropsDeletedEntries
            if profile.claimCreatesConsumerAtOnce { claim.createConsumer(in: &stream) }
            claim.takeIdle(from: start, atMost: most, in: &stream)
            return claim
        }
        guard let claimed else { throw .noGroup(arguments[2], of: arguments[1]) }
        context.effects.note(claimed, of: arguments.bytes(1), isMoved: false)
        var parts: [Reply] = [
            .bulk(ByteString(claimed.next.description)),
            .array(try replies(of: claimed.taken, options, arguments[1], &context)),
        ]
        if profile.isAtLeast(redis: 7, 0) {
            parts.append(.array(claimed.deleted.map { .bulk(ByteString($0.description)) }))
        }
        return .array(parts)
    }
}

extension Int64 {
    fileprivate func subtractingClamped(_ other: Int64) -> Int64 {
        let (result, overflow) = subtractingReportingOverflow(other)
        return overflow ? (other < 0 ? .max : .min) : result
    }
}
