import RedoubtBytes
import RedoubtKeyspace
import RedoubtValues

/// `ZRANGESTORE destination source min max [BYSCORE|BYLEX] [REV] [LIMIT offset count]`.
enum SortedSetRangeStore {
    private enum Form { case rank, score, bytes }

    private struct Options {
        var form = Form.rank
        var isReversed = false
        var limit: (offset: Int64, count: Int64)?
    }

    static func store(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply {
        let options = try parse(arguments)
        let find = try finder(arguments, options)
        let jumpsToOffset = context.profile.isAtLeast(valkey: 9, 0)
        let found = try context.change(SortedSetValue.self, at: arguments[2]) {
            (set) throws(CommandError) in
            let countsFromEnd = jumpsToOffset && !set.isCompact
            let ranks = limited(find(&set), options, countsFromEnd: countsFromEnd)
            let members = set.members(ranks: ranks)
            return options.isReversed ? members.reversed() : members
        }
        let members = found ?? []
        var result = SortedSetValue.fresh(for: context.profile)
        // Only a range of ranks tells its size beforehand, to which servers fit the encoding.
        if options.form == .rank, members.count > SortedSetValue.compactEntriesMax {
            result.expand()
        }
        for entry in members { result.set(entry.member.bytes, to: entry.score) }
        context.store(arguments[1], result)
        return .count(members.count)
    }

    private static func parse(_ arguments: borrowing Arguments) throws(CommandError) -> Options {
        var options = Options()
        var index = 5
        while index < arguments.count {
            if arguments.matches(index, "BYSCORE") {
                options.form = .score
            } else if arguments.matches(index, "BYLEX") {
                options.form = .bytes
            } else if arguments.matches(index, "REV") {
                options.isReversed = true
            } else if arguments.matches(index, "LIMIT"), index + 2 < arguments.count {
                options.limit = (
                    try arguments.integer(index + 1), try arguments.integer(index + 2)
                )
                index += 2
            } else {
                throw .syntax
            }
            index += 1
        }
        guard options.form != .rank || options.limit?.count ?? -1 == -1 else {
            throw CommandError(
                """
                syntax error, LIMIT is only supported in combination with either BYSCORE or BYLEX
                """
            )
        }
        if options.form == .rank { options.limit = nil }
        return options
    }

    /// What finds the ranks in ascending order, with everything parsed already.
    private static func finder(
        _ arguments: borrowing Arguments,
        _ options: Options
    ) throws(CommandError) -> (inout SortedSetValue) -> Range<Int> {
        let (low, high) = options.isReversed ? (4, 3) : (3, 4)
        switch options.form {
        case .score:
            let range = try ScoreRange(arguments, low: low, high: high)
            return { $0.ranks(range.ranks) }
        case .bytes:
            let range = try ByteRange(arguments, low: low, high: high)
            return { $0.ranks(range.ranks) }
        case .rank:
            let start = try arguments.integer(3)
            let stop = try arguments.integer(4)
            let isReversed = options.isReversed
            return { set in
                let ranks = Ranks.range(start, stop, count: set.count)
                guard isReversed else { return ranks }
                return set.count - ranks.upperBound..<set.count - ranks.lowerBound
            }
        }
    }

    /// In a skip list of Valkey 9 a negative offset counts from the end of the range; everywhere
    /// else nothing is left.
    private static func limited(
        _ ranks: Range<Int>,
        _ options: Options,
        countsFromEnd: Bool
    ) -> Range<Int> {
        guard let limit = options.limit else { return ranks }
        let places = Int64(ranks.count)
        var offset = limit.offset
        if countsFromEnd, offset < 0, offset >= -places { offset += places }
        guard offset >= 0, offset < places else { return 0..<0 }
        let left = ranks.count - Int(offset)
        let count = limit.count < 0 ? left : Int(min(limit.count, Int64(left)))
        if options.isReversed {
            let end = ranks.upperBound - Int(offset)
            return end - count..<end
        }
        let start = ranks.lowerBound + Int(offset)
        return start..<start + count
    }
}
