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

    static func storeUnion(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply {
        var aggregate = Aggregate.sum
        let sources = try parse(&context, arguments, &aggregate).sorted(by: isSmaller)
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
        return store(&context, arguments, result)
    }

    static func storeIntersection(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply {
        var aggregate = Aggregate.sum
        let sources = try parse(&context, arguments, &aggregate).sorted(by: isSmaller)
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
        return store(&context, arguments, result)
    }

    static func storeDifference(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply {
        var aggregate: Aggregate?
        let sources = try parse(&context, arguments, &aggregate)
        var result = ByteTable<Double>()
        for entry in sources[0].scores
        where !sources.dropFirst().contains(where: { $0.scores.contains(entry.key.bytes) }) {
            result.set(entry.key, to: entry.value)
        }
        return store(&context, arguments, result)
    }

    private static func isSmaller(_ left: Source, _ right: Source) -> Bool {
        left.scores.count < right.scores.count
    }

    private static func weighted(_ score: Double, _ source: Source) -> Double {
        let product = score * source.weight
        return product.isNaN ? 0 : product
    }

    private static func store(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments,
        _ scores: ByteTable<Double>
    ) -> Reply {
        context.store(arguments[1], SortedSetValue(scores, for: context.profile))
        return .count(scores.count)
    }

    private static func parse(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments,
        _ aggregate: inout Aggregate
    ) throws(CommandError) -> [Source] {
        var optional: Aggregate? = aggregate
        defer { aggregate = optional ?? aggregate }
        return try parse(&context, arguments, &optional)
    }

    /// Reads sources and options; a nil aggregate allows no options.
    private static func parse(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments,
        _ aggregate: inout Aggregate?
    ) throws(CommandError) -> [Source] {
        let count = try arguments.integer(2)
        guard count > 0 else { throw CommandError("at least 1 input key is needed") }
        guard count <= arguments.count - 3 else { throw .syntax }
        var sources: [Source] = []
        for index in 3..<(3 + Int(count)) {
            sources.append(Source(scores: try scores(of: arguments[index], &context)))
        }
        var index = 3 + sources.count
        while index < arguments.count {
            guard aggregate != nil else { throw .syntax }
            if arguments.matches(index, "WEIGHTS"), arguments.count - index > sources.count {
                for source in sources.indices {
                    sources[source].weight = try arguments.double(index + 1 + source)
                }
                index += 1 + sources.count
            } else if arguments.matches(index, "AGGREGATE") {
                aggregate = try parseAggregate(arguments, try arguments.value(after: index))
                index += 2
            } else {
                throw .syntax
            }
        }
        return sources
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
