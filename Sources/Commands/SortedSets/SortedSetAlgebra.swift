import RedoubtBytes
import RedoubtKeyspace
import RedoubtValues

/// `ZUNIONSTORE`, `ZINTERSTORE` and `ZDIFFSTORE destination count key … [WEIGHTS w …]
/// [AGGREGATE SUM|MIN|MAX|COUNT]`; a set counts as a sorted set with scores of 1, and with `COUNT`
/// (since 8.8) every sorted set does.
///
/// Union and intersection take the sources by ascending size, which decides how sums round.
enum SortedSetAlgebra {
    private struct Source {
        var scores: ByteTable<Double>
        var weight = 1.0
    }

    private enum Aggregate {
        case sum, least, greatest, count

        /// What becomes of a score when another source has the member too; ∞ − ∞ is 0.
        func combine(_ score: Double, _ other: Double) -> Double {
            switch self {
            case .sum, .count:
                let sum = score + other
                return sum.isNaN ? 0 : sum
            case .least: return other < score ? other : score
            case .greatest: return other > score ? other : score
            }
        }
    }

    /// Which of the three, with where the number of sources stands.
    enum Operation {
        case union, intersection, difference
    }

    static func storeUnion(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply {
        try store(.union, &context, arguments)
    }

    static func storeIntersection(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply {
        try store(.intersection, &context, arguments)
    }

    static func storeDifference(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply {
        try store(.difference, &context, arguments)
    }

    private static func store(
        _ operation: Operation,
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply {
        let operands = try parse(operation, &context, arguments, countAt: 2)
        let scores = result(operation, operands)
        context.store(arguments[1], SortedSetValue(scores, for: context.profile))
        return .count(scores.count)
    }

    /// The result by itself, in order: `ZUNION`, `ZINTER` and `ZDIFF count key … [WITHSCORES]`.
    static func answer(
        _ operation: Operation,
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply {
        let operands = try parse(operation, &context, arguments, countAt: 1)
        var set = SortedSetValue(result(operation, operands), for: context.profile)
        let members = set.members(ranks: 0..<set.count)
        guard operands.hasScores else { return .array(members.map { .bulk($0.member) }) }
        return .pairs(members.flatMap { [.bulk($0.member), .double($0.score)] })
    }

    /// `ZINTERCARD count key … [LIMIT n]`.
    static func intersectionCount(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply {
        let keys = try keys(arguments, countAt: 1)
        var sources: [ByteTable<Double>] = []
        for index in keys { sources.append(try scores(of: arguments[index], &context)) }
        let limit = try arguments.limit(from: keys.upperBound)
        sources.sort { $0.count < $1.count }
        var count = 0
        for entry in sources[0] {
            guard count < limit else { break }
            if sources.dropFirst().allSatisfy({ $0.contains(entry.key.bytes) }) { count += 1 }
        }
        return .count(count)
    }

    // MARK: Results

    private static func result(_ operation: Operation, _ operands: Operands) -> ByteTable<Double> {
        switch operation {
        case .union: union(operands.sources.sorted(by: isSmaller), operands.aggregate)
        case .intersection: intersection(operands.sources.sorted(by: isSmaller), operands.aggregate)
        case .difference: difference(operands.sources)
        }
    }

    private static func union(_ sources: [Source], _ aggregate: Aggregate) -> ByteTable<Double> {
        var result = ByteTable<Double>()
        for source in sources {
            for entry in source.scores {
                let score = weighted(aggregate == .count ? 1 : entry.value, source)
                if let position = result.position(of: entry.key.bytes) {
                    let old = result[valueAt: position]
                    result[valueAt: position] = aggregate.combine(old, score)
                } else {
                    result.set(entry.key, to: score)
                }
            }
        }
        return result
    }

    private static func intersection(
        _ sources: [Source],
        _ aggregate: Aggregate
    ) -> ByteTable<Double> {
        var result = ByteTable<Double>()
        for entry in sources[0].scores {
            let counts = aggregate == .count
            var score: Double? = weighted(counts ? 1 : entry.value, sources[0])
            for source in sources.dropFirst() {
                guard let old = score, let other = source.scores[entry.key.bytes] else {
                    score = nil
                    break
                }
                score = aggregate.combine(old, (counts ? 1 : other) * source.weight)
            }
            if let score { result.set(entry.key, to: score) }
        }
        return result
    }

    private static func difference(_ sources: [Source]) -> ByteTable<Double> {
        var result = ByteTable<Double>()
        for entry in sources[0].scores
        where !sources.dropFirst().contains(where: { $0.scores.contains(entry.key.bytes) }) {
            result.set(entry.key, to: entry.value)
        }
        return result
    }

    private static func isSmaller(_ left: Source, _ right: Source) -> Bool {
        left.scores.count < right.scores.count
    }

    private static func weighted(_ score: Double, _ source: Source) -> Double {
        let product = score * source.weight
        return product.isNaN ? 0 : product
    }

    // MARK: Arguments

    private struct Operands {
        var sources: [Source] = []
        var aggregate = Aggregate.sum
        var hasScores = false
    }

    private static func keys(
        _ arguments: borrowing Arguments,
        countAt place: Int
    ) throws(CommandError) -> Range<Int> {
        let count = try arguments.integer(place)
        guard count > 0 else {
            let name = String(decoding: arguments[0].array, as: UTF8.self).lowercased()
            throw CommandError(
                .error,
                saying: "at least 1 input key is needed for '\(name)' command"
            )
        }
        guard count <= arguments.count - place - 1 else { throw .syntax }
        return (place + 1)..<(place + 1 + Int(count))
    }

    private static func parse(
        _ operation: Operation,
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments,
        countAt place: Int
    ) throws(CommandError) -> Operands {
        let keys = try keys(arguments, countAt: place)
        var operands = Operands()
        for index in keys {
            operands.sources.append(Source(scores: try scores(of: arguments[index], &context)))
        }
        var index = keys.upperBound
        while index < arguments.count {
            if place == 1, arguments.matches(index, "WITHSCORES") {
                operands.hasScores = true
                index += 1
                continue
            }
            guard operation != .difference else { throw .syntax }
            try parseOption(&operands, arguments, &index)
        }
        return operands
    }

    private static func parseOption(
        _ operands: inout Operands,
        _ arguments: borrowing Arguments,
        _ index: inout Int
    ) throws(CommandError) {
        let count = operands.sources.count
        if arguments.matches(index, "WEIGHTS"), arguments.count - index > count {
            for source in 0..<count {
                guard let weight = try? arguments.double(index + 1 + source) else {
                    throw CommandError("weight value is not a float")
                }
                operands.sources[source].weight = weight
            }
            index += 1 + count
        } else if arguments.matches(index, "AGGREGATE") {
            operands.aggregate = try parseAggregate(arguments, try arguments.value(after: index))
            index += 2
        } else {
            throw .syntax
        }
    }

    private static func parseAggregate(
        _ arguments: borrowing Arguments,
        _ index: Int
    ) throws(CommandError) -> Aggregate {
        if arguments.matches(index, "SUM") { return .sum }
        if arguments.matches(index, "MIN") { return .least }
        if arguments.matches(index, "MAX") { return .greatest }
        if arguments.matches(index, "COUNT") { return .count }
        throw .syntax
    }

    private static func scores(
        of key: RawSpan,
        _ context: inout CommandContext
    ) throws(CommandError) -> ByteTable<Double> {
        guard context.kind(of: key) == .set else {
            return try context.value(SortedSetValue.self, at: key)?.scores ?? ByteTable()
        }
        var scores = ByteTable<Double>()
        for entry in try context.value(SetValue.self, at: key)?.members ?? ByteTable() {
            scores.set(entry.key, to: 1)
        }
        return scores
    }
}
