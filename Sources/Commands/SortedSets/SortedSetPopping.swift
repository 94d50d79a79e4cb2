import RedoubtBytes
import RedoubtKeyspace

/// Popping from the first of several sorted sets that has members.
///
/// The blocking commands run as they do when they are served at once.
enum SortedSetPopping {
    /// `BZPOPMIN key … timeout`.
    static func popLowest(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply {
        try popOne(&context, arguments, highest: false)
    }

    /// `BZPOPMAX key … timeout`.
    static func popHighest(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply {
        try popOne(&context, arguments, highest: true)
    }

    private static func popOne(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments,
        highest: Bool
    ) throws(CommandError) -> Reply {
        let last = arguments.count - 1
        try arguments.checkTimeout(last)
        for index in 1..<last {
            let popped = try pop(1, &context, arguments[index], highest: highest)
            guard let member = popped?.first else { continue }
            return .array([
                .bulk(arguments.bytes(index)), .bulk(member.member), .double(member.score),
            ])
        }
        return .nullArray
    }

    /// `ZMPOP count key … MIN|MAX [COUNT n]`.
    static func popMany(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply {
        try popMany(&context, arguments, countAt: 1)
    }

    /// `BZMPOP timeout count key … MIN|MAX [COUNT n]`.
    static func popManyBlocking(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply {
        try arguments.checkTimeout(1)
        return try popMany(&context, arguments, countAt: 2)
    }

    private static func popMany(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments,
        countAt: Int
    ) throws(CommandError) -> Reply {
        let keys = try arguments.countedKeys(at: countAt)
        let highest = arguments.matches(keys.upperBound, "MAX")
        guard highest || arguments.matches(keys.upperBound, "MIN") else { throw .syntax }
        let wanted = try arguments.popCount(from: keys.upperBound + 1)
        for index in keys {
            let popped = try pop(wanted, &context, arguments[index], highest: highest)
            guard let popped, !popped.isEmpty else { continue }
            let members = popped.map { Reply.array([.bulk($0.member), .double($0.score)]) }
            return .array([.bulk(arguments.bytes(index)), .array(members)])
        }
        return .nullArray
    }

    private static func pop(
        _ wanted: Int64,
        _ context: inout CommandContext,
        _ key: RawSpan,
        highest: Bool
    ) throws(CommandError) -> [(member: ByteString, score: Double)]? {
        try context.change(SortedSetValue.self, at: key) { (set) throws(CommandError) in
            let count = Int(min(wanted, Int64(set.count)))
            let ranks = highest ? set.count - count..<set.count : 0..<count
            let members = set.members(ranks: ranks).map { (member: $0.member, score: $0.score) }
            set.removeRanks(ranks)
            return highest ? members.reversed() : members
        }
    }
}
