import RedoubtBytes
import RedoubtKeyspace
import RedoubtValues

/// `ZRANGE` and its family: ranks, scores or bytes, in either direction.
enum SortedSetRangeReading {
    private enum Form { case rank, score, bytes }

    private struct Options {
        var form: Form
        var isReversed: Bool
        var hasScores = false
        var limit: (offset: Int64, count: Int64)?
    }

    static let all: [Command] = [
        range("ZRANGE", .rank, isReversed: false),
        range("ZREVRANGE", .rank, isReversed: true),
        range("ZRANGEBYSCORE", .score, isReversed: false),
        range("ZREVRANGEBYSCORE", .score, isReversed: true),
        range("ZRANGEBYLEX", .bytes, isReversed: false),
        range("ZREVRANGEBYLEX", .bytes, isReversed: true),
    ]

    private static func range(_ name: String, _ form: Form, isReversed: Bool) -> Command {
        ReadingCommands.reading(name, arity: -4) { (context, arguments) throws(CommandError) in
            let start = Options(form: form, isReversed: isReversed)
            let options = try parse(arguments, start, isGeneral: name == "ZRANGE")
            return try members(&context, arguments, options)
        }
    }

    private static func parse(
        _ arguments: borrowing Arguments,
        _ start: Options,
        isGeneral: Bool
    ) throws(CommandError) -> Options {
        var options = start
        var index = 4
        while index < arguments.count {
            if arguments.matches(index, "WITHSCORES") {
                options.hasScores = true
            } else if arguments.matches(index, "LIMIT"), index + 2 < arguments.count {
                options.limit = (
                    try arguments.integer(index + 1), try arguments.integer(index + 2)
                )
                index += 2
            } else if isGeneral, arguments.matches(index, "BYSCORE") {
                options.form = .score
            } else if isGeneral, arguments.matches(index, "BYLEX") {
                options.form = .bytes
            } else if isGeneral, arguments.matches(index, "REV") {
                options.isReversed = true
            } else {
                throw .syntax
            }
            index += 1
        }
        // Servers take a limit that limits nothing for none.
        guard options.form != .rank || options.limit?.count ?? -1 == -1 else {
            throw CommandError(
                """
                syntax error, LIMIT is only supported in combination with either BYSCORE or BYLEX
                """
            )
        }
        if options.form == .rank { options.limit = nil }
        guard !options.hasScores || options.form != .bytes else {
            throw CommandError("syntax error, WITHSCORES not supported in combination with BYLEX")
        }
        return options
    }

    private static func members(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments,
        _ options: Options
    ) throws(CommandError) -> Reply {
        let find = try finder(arguments, options)
        let found = try context.change(SortedSetValue.self, at: arguments[1]) {
            (set) throws(CommandError) in
            let members = set.members(ranks: limited(find(&set), options))
            return options.isReversed ? members.reversed() : members
        }
        var replies: [Reply] = []
        for entry in found ?? [] {
            replies.append(.bulk(entry.member))
            if options.hasScores { replies.append(.double(entry.score)) }
        }
        return options.hasScores ? .pairs(replies) : .array(replies)
    }

    private static func finder(
        _ arguments: borrowing Arguments,
        _ options: Options
    ) throws(CommandError) -> (inout SortedSetValue) -> Range<Int> {
        let (low, high) = options.isReversed ? (3, 2) : (2, 3)
        switch options.form {
        case .score:
            let range = try ScoreRange(arguments, low: low, high: high)
            return { $0.ranks(range.ranks) }
        case .bytes:
            let range = try ByteRange(arguments, low: low, high: high)
            return { $0.ranks(range.ranks) }
        case .rank:
            let start = try arguments.integer(2)
            let stop = try arguments.integer(3)
            let isReversed = options.isReversed
            return { set in
                let ranks = Ranks.range(start, stop, count: set.count)
                guard isReversed else { return ranks }
                return set.count - ranks.upperBound..<set.count - ranks.lowerBound
            }
        }
    }

    private static func limited(_ ranks: Range<Int>, _ options: Options) -> Range<Int> {
        guard let limit = options.limit else { return ranks }
        guard limit.offset >= 0, limit.offset < Int64(ranks.count) else { return 0..<0 }
        let left = ranks.count - Int(limit.offset)
        let count = limit.count < 0 ? left : Int(min(limit.count, Int64(left)))
        if options.isReversed {
            let end = ranks.upperBound - Int(limit.offset)
            return end - count..<end
        }
        let start = ranks.lowerBound + Int(limit.offset)
        return start..<start + count
    }
}
