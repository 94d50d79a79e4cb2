import RedoubtBytes
import RedoubtKeyspace
import RedoubtValues

/// Adding and removing members of a set.
enum SetMembers {
    static func add(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply {
        let added = try context.changeOrCreate(SetValue.self, at: arguments[1]) {
            (set) throws(CommandError) in
            var added = 0
            for index in 2..<arguments.count where set.insert(arguments[index]) { added += 1 }
            return added
        }
        return .count(added)
    }

    static func remove(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply {
        let removed = try context.change(SetValue.self, at: arguments[1]) {
            (set) throws(CommandError) in
            var removed = 0
            for index in 2..<arguments.count where set.remove(arguments[index]) { removed += 1 }
            return removed
        }
        return .count(removed ?? 0)
    }

    /// `SPOP key [count]`, as far as it does not depend on chance: when it takes every member.
    ///
    /// Servers log what was taken as `SREM`.
    static func pop(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply {
        guard arguments.count <= 3 else { throw .syntax }
        let hasCount = arguments.count == 3
        let wanted = hasCount ? try arguments.positive(2) : 1
        guard let set = try context.value(SetValue.self, at: arguments[1]) else {
            return hasCount ? .set([]) : .null
        }
        guard wanted > 0 else { return .set([]) }
        guard wanted >= Int64(set.count) else {
            guard context.chance != nil else {
                throw CommandError(.unreproducible, "the members were taken at random")
            }
            return try popSome(Int(wanted), &context, arguments, hasCount: hasCount)
        }
        context.remove(arguments[1])
        let members = set.members.map { Reply.bulk($0.key) }
        return hasCount ? .set(members) : members.first ?? .null
    }

    /// Takes members that chance picks.
    private static func popSome(
        _ wanted: Int,
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments,
        hasCount: Bool
    ) throws(CommandError) -> Reply {
        var chance = context.chance ?? Chance(seed: 0)
        let taken = try context.change(SetValue.self, at: arguments[1]) {
            (set) throws(CommandError) in
            var taken: [Reply] = []
            while taken.count < wanted {
                let place = Int.random(in: set.members.positions, using: &chance)
                guard let entry = set.members.entry(at: place) else { continue }
                set.remove(entry.key.bytes)
                taken.append(.bulk(entry.key))
            }
            return taken
        }
        context.chance = chance
        return hasCount ? .set(taken ?? []) : taken?.first ?? .null
    }

    static func move(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply {
        let (source, destination) = (arguments[1], arguments[2])
        let member = arguments[3]
        guard try context.expect(.set, at: source) else { return .integer(0) }
        try context.expect(.set, at: destination)
        guard try context.value(SetValue.self, at: source)?.contains(member) == true else {
            return .integer(0)
        }
        guard !source.equalsBytes(destination) else {
            context.effects.tellNothing()
            return .integer(1)
        }
        try context.changeOrCreate(SetValue.self, at: destination) {
            (set) throws(CommandError) in set.insert(member)
        }
        try context.change(SetValue.self, at: source) {
            (set) throws(CommandError) in set.remove(member)
        }
        return .integer(1)
    }
}
