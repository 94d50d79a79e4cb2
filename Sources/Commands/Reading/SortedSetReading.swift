import RedoubtBytes
import RedoubtKeyspace
import RedoubtValues

/// Reading sorted sets.
enum SortedSetReading {
    static let all: [Command] = single + counting + algebra + SortedSetRangeReading.all

    private static let algebra = [
        combining("ZUNION", .union),
        combining("ZINTER", .intersection),
        combining("ZDIFF", .difference),
        ReadingCommands.reading(
            "ZINTERCARD",
            arity: -3,
            keys: .counted(count: 1),
            since: "7.0",
            SortedSetAlgebra.intersectionCount
        ),
    ]

    private static func combining(
        _ name: String,
        _ operation: SortedSetAlgebra.Operation
    ) -> Command {
        ReadingCommands.reading(name, arity: -3, keys: .counted(count: 1), since: "6.2") {
            (context, arguments) throws(CommandError) in
            try SortedSetAlgebra.answer(operation, &context, arguments)
        }
    }

    private static let single = [
        ReadingCommands.reading("ZCARD", arity: 2) { (context, arguments) throws(CommandError) in
            .count(try context.value(SortedSetValue.self, at: arguments[1])?.count ?? 0)
        },
        ReadingCommands.reading("ZSCORE", arity: 3) { (context, arguments) throws(CommandError) in
            let set = try context.value(SortedSetValue.self, at: arguments[1])
            return set?.score(of: arguments[2]).map { .double($0) } ?? .null
        },
        ReadingCommands.reading("ZMSCORE", arity: -3, since: "6.2") {
            (context, arguments) throws(CommandError) in
            let set = try context.value(SortedSetValue.self, at: arguments[1])
            var replies: [Reply] = []
            for index in 2..<arguments.count {
                replies.append(set?.score(of: arguments[index]).map { .double($0) } ?? .null)
            }
            return .array(replies)
        },
        ReadingCommands.reading("ZRANK", arity: 3) { (context, arguments) throws(CommandError) in
            try rank(&context, arguments).map { .count($0.ascending) } ?? .null
        },
        ReadingCommands.reading("ZREVRANK", arity: 3) { (context, arguments) throws(CommandError) in
            try rank(&context, arguments).map { .count($0.descending) } ?? .null
        },
    ]

    private static let counting = [
        ReadingCommands.reading("ZCOUNT", arity: 4) { (context, arguments) throws(CommandError) in
            let range = try ScoreRange(arguments, low: 2, high: 3)
            return .count(try ranked(&context, arguments) { $0.ranks(range.ranks).count } ?? 0)
        },
        ReadingCommands.reading("ZLEXCOUNT", arity: 4, since: "2.8") {
            (context, arguments) throws(CommandError) in
            let range = try ByteRange(arguments, low: 2, high: 3)
            return .count(try ranked(&context, arguments) { $0.ranks(range.ranks).count } ?? 0)
        },
    ]

    /// Looks at a sorted set in its order, which is kept for the next look.
    private static func ranked<Result>(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments,
        _ body: (inout SortedSetValue) -> Result
    ) throws(CommandError) -> Result? {
        try context.change(SortedSetValue.self, at: arguments[1]) { (set) throws(CommandError) in
            body(&set)
        }
    }

    private static func rank(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> (ascending: Int, descending: Int)? {
        let member = arguments.bytes(2)
        let found = try ranked(&context, arguments) { set -> (ascending: Int, descending: Int)? in
            guard let score = set.score(of: member.bytes) else { return nil }
            let wanted = RankedMember(score: score, member: member)
            let order = set.ordered()
            let rank = order.rank(of: order.position { $0 < wanted })
            return (rank, order.count - 1 - rank)
        }
        return found ?? nil
    }
}
