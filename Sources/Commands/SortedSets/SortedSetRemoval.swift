import RedoubtBytes
import RedoubtKeyspace

/// Removing members of a sorted set by name, rank, score or bytes, and popping from its ends.
enum SortedSetRemoval {
    static func remove(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply {
        let removed = try context.change(SortedSetValue.self, at: arguments[1]) {
            (set) throws(CommandError) in
            var removed = 0
            for index in 2..<arguments.count where set.remove(arguments[index]) { removed += 1 }
            return removed
        }
        return .count(removed ?? 0)
    }

    static func removeByRank(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply {
        let start = try arguments.integer(2)
        let stop = try arguments.integer(3)
        return try remove(&context, arguments) { set in
            Ranks.range(start, stop, count: set.count)
        }
    }

    static func removeByScore(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply {
        let range = try ScoreRange(arguments, low: 2, high: 3)
        return try remove(&context, arguments) { $0.ranks(range.ranks) }
    }

    static func removeByBytes(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply {
        let range = try ByteRange(arguments, low: 2, high: 3)
        return try remove(&context, arguments) { $0.ranks(range.ranks) }
    }

    private static func remove(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments,
        _ ranks: (inout SortedSetValue) -> Range<Int>
    ) throws(CommandError) -> Reply {
        let removed = try context.change(SortedSetValue.self, at: arguments[1]) {
            (set) throws(CommandError) in
            let doomed = ranks(&set)
            set.removeRanks(doomed)
            return doomed.count
        }
        return .count(removed ?? 0)
    }

    static func popLowest(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply {
        try pop(&context, arguments, highest: false)
    }

    static func popHighest(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply {
        try pop(&context, arguments, highest: true)
    }

    private static func pop(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments,
        highest: Bool
    ) throws(CommandError) -> Reply {
        guard arguments.count <= 3 else { throw .syntax }
        let hasCount = arguments.count == 3
        let wanted = hasCount ? try arguments.positive(2) : 1
        let popped = try context.change(SortedSetValue.self, at: arguments[1]) {
            (set) throws(CommandError) in
            let count = Int(min(wanted, Int64(set.count)))
            let ranks = highest ? set.count - count..<set.count : 0..<count
            let members = set.members(ranks: ranks)
            set.removeRanks(ranks)
            return highest ? members.reversed() : members
        }
        let replies = (popped ?? []).flatMap { [Reply.bulk($0.member), .double($0.score)] }
        return hasCount ? .pairs(replies) : .array(replies)
    }
}
