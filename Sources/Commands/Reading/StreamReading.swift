import RedoubtBytes
import RedoubtKeyspace
import RedoubtValues

/// Reading streams.
enum StreamReading {
    static let all: [Command] =
        [
            ReadingCommands.reading("XLEN", arity: 2, since: "5.0") {
                (context, arguments) throws(CommandError) in
                .count(try context.value(StreamValue.self, at: arguments[1])?.entries.count ?? 0)
            },
            ReadingCommands.reading("XRANGE", arity: -4, since: "5.0") {
                (context, arguments) throws(CommandError) in
                try range(&context, arguments, low: 2, high: 3, isReversed: false)
            },
            ReadingCommands.reading("XREVRANGE", arity: -4, since: "5.0") {
                (context, arguments) throws(CommandError) in
                try range(&context, arguments, low: 3, high: 2, isReversed: true)
            },
            ReadingCommands.reading("XREAD", arity: -4, keys: .behindStreams, since: "5.0", read),
        ] + StreamInfo.all

    private static func range(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments,
        low: Int,
        high: Int,
        isReversed: Bool
    ) throws(CommandError) -> Reply {
        let (first, skipsFirst) = try bound(arguments, low, missing: 0)
        let (last, skipsLast) = try bound(arguments, high, missing: .max)
        var most = Int64.max
        for index in stride(from: 4, to: arguments.count, by: 2) {
            guard arguments.matches(index, "COUNT") else { throw .syntax }
            most = max(try arguments.integer(arguments.value(after: index)), 0)
        }
        guard let stream = try context.value(StreamValue.self, at: arguments[1]) else {
            return .array([])
        }
        guard most > 0 else { return .nullArray }
        let start = stream.entries.position { skipsFirst ? $0.id <= first : $0.id < first }
        let found = stream.entries.from(start).prefix { skipsLast ? $0.id < last : $0.id <= last }
        let limit = Int(min(most, Int64(found.count)))
        let entries =
            isReversed ? Array(found.reversed().prefix(limit)) : Array(found.prefix(limit))
        return .array(entries.map(\.reply))
    }

    static func bound(
        _ arguments: borrowing Arguments,
        _ index: Int,
        missing: UInt64
    ) throws(CommandError) -> (StreamID, Bool) {
        let text = arguments[index]
        if text.equalsBytes([UInt8(ascii: "-")].rawSpan) { return (StreamID(0, 0), false) }
        if text.equalsBytes([UInt8(ascii: "+")].rawSpan) { return (StreamID(.max, .max), false) }
        let isExclusive = text.byteCount > 1 && text[byte: 0] == UInt8(ascii: "(")
        let digits = isExclusive ? text.extracting(1..<text.byteCount) : text
        guard let id = StreamIDText.parse(digits, missing: missing) else {
            throw StreamIDText.invalid
        }
        return (id, isExclusive)
    }

    /// `XREAD [COUNT n] [BLOCK ms] STREAMS key … id …`: what stands behind each id.
    private static func read(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply {
        var most = Int.max
        var index = 1
        while index < arguments.count, !arguments.matches(index, "STREAMS") {
            if arguments.matches(index, "COUNT") {
                index = try arguments.value(after: index)
                let count = try arguments.integer(index)
                most = count > 0 ? Int(count) : .max
            } else if arguments.matches(index, "BLOCK") {
                index = try arguments.value(after: index)
            } else {
                throw .syntax
            }
            index += 1
        }
        let words = arguments.count - index - 1
        guard words > 0 else { throw .syntax }
        guard words % 2 == 0 else { throw StreamInfo.unbalanced(context.profile, "xread", "$") }
        var replies: [Reply] = []
        let first = index + 1
        for key in first..<first + words / 2 {
            let stream = try context.value(StreamValue.self, at: arguments[key])
            let start = key + words / 2
            guard !arguments.matches(start, "$") else { continue }
            let id = try arguments.streamID(start)
            guard let stream else { continue }
            let place = stream.entries.position { $0.id <= id }
            let found = Array(stream.entries.from(place).prefix(most))
            guard !found.isEmpty else { continue }
            replies += [.bulk(arguments.bytes(key)), .array(found.map(\.reply))]
        }
        return replies.isEmpty ? .nullArray : .table(replies)
    }
}
