import RedoubtBytes
import RedoubtKeyspace
import RedoubtValues

/// `ZADD key [NX|XX] [GT|LT] [CH] [INCR] score member …` and `ZINCRBY`.
enum SortedSetAdding {
    private struct Options {
        var onlyAdds = false
        var onlyUpdates = false
        var onlyRaises = false
        var onlyLowers = false
        var countsChanges = false
        var increments = false

        /// Whether a present member may change from one score to another.
        func allowsUpdate(from old: Double, to new: Double) -> Bool {
            !onlyAdds && (!onlyRaises || new > old) && (!onlyLowers || new < old)
        }
    }

    /// What one pair did.
    private enum Outcome {
        case added(Double)
        case updated(Double)
        case same(Double)
        case refused
    }

    static func add(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply {
        var first = 2
        let options = try parse(arguments, &first)
        return try add(&context, arguments, from: first, options)
    }

    static func increment(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply {
        try add(&context, arguments, from: 2, Options(increments: true))
    }

    private static func parse(
        _ arguments: borrowing Arguments,
        _ index: inout Int
    ) throws(CommandError) -> Options {
        var options = Options()
        while index < arguments.count {
            if arguments.matches(index, "NX") {
                options.onlyAdds = true
            } else if arguments.matches(index, "XX") {
                options.onlyUpdates = true
            } else if arguments.matches(index, "GT") {
                options.onlyRaises = true
            } else if arguments.matches(index, "LT") {
                options.onlyLowers = true
            } else if arguments.matches(index, "CH") {
                options.countsChanges = true
            } else if arguments.matches(index, "INCR") {
                options.increments = true
            } else {
                break
            }
            index += 1
        }
        return options
    }

    private static func check(_ options: Options) throws(CommandError) {
        let (adds, raises, lowers) = (options.onlyAdds, options.onlyRaises, options.onlyLowers)
        guard !adds || !options.onlyUpdates else {
            throw CommandError("XX and NX options at the same time are not compatible")
        }
        guard !(adds && (raises || lowers)), !(raises && lowers) else {
            throw CommandError("GT, LT, and/or NX options at the same time are not compatible")
        }
    }

    private static func add(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments,
        from first: Int,
        _ options: Options
    ) throws(CommandError) -> Reply {
        let rest = arguments.count - first
        guard rest > 0, rest % 2 == 0 else { throw .syntax }
        try check(options)
        guard !options.increments || rest == 2 else {
            throw CommandError("INCR option supports a single increment-element pair")
        }
        var scores: [Double] = []
        for index in stride(from: first, to: arguments.count, by: 2) {
            scores.append(try arguments.double(index, for: context.profile))
        }
        let profile = context.profile
        var reply = Reply.null
        var changes = 0
        try context.changeOrCreate(SortedSetValue.self, at: arguments[1]) {
            (set) throws(CommandError) in
            if expands(set, arguments, from: first, profile) { set.expand() }
            var added = 0
            var updated = 0
            for (pair, score) in scores.enumerated() {
                let member = arguments[first + pair * 2 + 1]
                switch try add(score, member, to: &set, options) {
                case .added(let score):
                    added += 1
                    reply = .double(score)
                case .updated(let score):
                    updated += 1
                    reply = .double(score)
                case .same(let score): reply = .double(score)
                case .refused: break
                }
            }
            changes = added + updated
            if !options.increments {
                reply = .count(options.countsChanges ? added + updated : added)
            }
        }
        if changes == 0 { context.effects.tellNothing() }
        return reply
    }

    private static func add(
        _ score: Double,
        _ member: RawSpan,
        to set: inout SortedSetValue,
        _ options: Options
    ) throws(CommandError) -> Outcome {
        guard let position = set.scores.position(of: member) else {
            guard !options.onlyUpdates else { return .refused }
            set.add(member, score)
            return .added(score)
        }
        let old = set.scores[valueAt: position]
        guard !options.onlyAdds else { return .refused }
        let new = options.increments ? old + score : score
        guard !new.isNaN else { throw CommandError("resulting score is not a number (NaN)") }
        guard options.allowsUpdate(from: old, to: new) else { return .refused }
        guard new != old else { return .same(old) }
        set.update(at: position, to: new)
        return .updated(new)
    }

    /// Whether a server gives up the compact form before it adds these pairs.
    ///
    /// Up to Redis 7.0 only a new set does so, for the length of its first member; since 7.2 any
    /// set for the number of pairs, and a new one for its longest member; in Valkey 9 any set for
    /// that as well.
    private static func expands(
        _ set: SortedSetValue,
        _ arguments: borrowing Arguments,
        from first: Int,
        _ profile: ServerProfile
    ) -> Bool {
        let longest = SortedSetValue.compactMemberMax
        guard profile.isAtLeast(redis: 7, 2) else {
            return set.count == 0 && arguments[first + 1].byteCount > longest
        }
        if (arguments.count - first) / 2 > SortedSetValue.compactEntriesMax { return true }
        guard set.count == 0 || profile.isAtLeast(valkey: 9, 0) else { return false }
        for index in stride(from: first + 1, to: arguments.count, by: 2)
        where arguments[index].byteCount > longest {
            return true
        }
        return false
    }
}
