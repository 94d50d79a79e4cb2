import RedoubtBytes
import RedoubtKeyspace

/// `SUNIONSTORE`, `SINTERSTORE`, `SDIFFSTORE`: a set made from other sets.
enum SetAlgebra {
    static func storeUnion(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply {
        try store(&context, arguments) { sources in
            var result = sources[0]
            for source in sources.dropFirst() {
                for entry in source.members { result.insert(entry.key.bytes) }
            }
            return result
        }
    }

    static func storeIntersection(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply {
        try store(&context, arguments) { sources in
            // Starting with the smallest bounds the work by it.
            let sorted = sources.sorted { $0.count < $1.count }
            var result = SetValue()
            for entry in sorted[0].members
            where sorted.dropFirst().allSatisfy({ $0.contains(entry.key.bytes) }) {
                result.insert(entry.key.bytes)
            }
            return result
        }
    }

    static func storeDifference(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply {
        try store(&context, arguments) { sources in
            var result = SetValue()
            for entry in sources[0].members
            where !sources.dropFirst().contains(where: { $0.contains(entry.key.bytes) }) {
                result.insert(entry.key.bytes)
            }
            return result
        }
    }

    private static func store(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments,
        _ combine: ([SetValue]) -> SetValue
    ) throws(CommandError) -> Reply {
        var sources: [SetValue] = []
        for index in 2..<arguments.count {
            sources.append(try context.value(SetValue.self, at: arguments[index]) ?? SetValue())
        }
        let result = combine(sources)
        context.store(arguments[1], result)
        return .count(result.count)
    }
}
