import RedoubtBytes
import RedoubtKeyspace

/// Reading sets; members come sorted, as old servers gave them to scripts.
enum SetReading {
    static let all: [Command] = [
        ReadingCommands.reading("SMEMBERS", arity: 2) { (context, arguments) throws(CommandError) in
            // A script gets them sorted, so that it does the same on every server.
            guard context.isServing else { return .sorted(try members(&context, arguments[1])) }
            let set = try context.value(SetValue.self, at: arguments[1])
            return .set(set?.members.map { .bulk($0.key) } ?? [])
        },
        ReadingCommands.reading("SCARD", arity: 2) { (context, arguments) throws(CommandError) in
            .count(try context.value(SetValue.self, at: arguments[1])?.count ?? 0)
        },
        ReadingCommands.reading("SISMEMBER", arity: 3) {
            (context, arguments) throws(CommandError) in
            let set = try context.value(SetValue.self, at: arguments[1])
            return .flag(set?.contains(arguments[2]) ?? false)
        },
        ReadingCommands.reading("SMISMEMBER", arity: -3, since: "6.2") {
            (context, arguments) throws(CommandError) in
            let set = try context.value(SetValue.self, at: arguments[1])
            var replies: [Reply] = []
            for index in 2..<arguments.count {
                replies.append(.flag(set?.contains(arguments[index]) ?? false))
            }
            return .array(replies)
        },
        ReadingCommands.reading("SINTER", arity: -2, keys: .every(first: 1, step: 1)) {
            (context, arguments) throws(CommandError) in
            .sorted(try combined(&context, arguments) { $0.formIntersection($1) })
        },
        ReadingCommands.reading("SUNION", arity: -2, keys: .every(first: 1, step: 1)) {
            (context, arguments) throws(CommandError) in
            .sorted(try combined(&context, arguments) { $0.formUnion($1) })
        },
        ReadingCommands.reading("SDIFF", arity: -2, keys: .every(first: 1, step: 1)) {
            (context, arguments) throws(CommandError) in
            .sorted(try combined(&context, arguments) { $0.subtract($1) })
        },
        ReadingCommands.reading(
            "SINTERCARD",
            arity: -3,
            keys: .counted(count: 1),
            since: "7.0",
            intersectionCount
        ),
    ]

    /// `SINTERCARD count key … [LIMIT n]`.
    private static func intersectionCount(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply {
        let (keys, limit) = try arguments.countedKeysAndLimit()
        var result = try members(&context, arguments[keys.lowerBound])
        for index in keys.dropFirst() {
            result.formIntersection(try members(&context, arguments[index]))
        }
        return .count(min(result.count, limit))
    }

    private static func members(
        _ context: inout CommandContext,
        _ key: RawSpan
    ) throws(CommandError) -> Set<ByteString> {
        Set(try context.value(SetValue.self, at: key)?.members.map(\.key) ?? [])
    }

    private static func combined(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments,
        _ combine: (inout Set<ByteString>, Set<ByteString>) -> Void
    ) throws(CommandError) -> Set<ByteString> {
        var result = try members(&context, arguments[1])
        for index in 2..<max(arguments.count, 2) {
            combine(&result, try members(&context, arguments[index]))
        }
        return result
    }
}

extension Reply {
    fileprivate static func sorted(_ members: Set<ByteString>) -> Reply {
        .set(members.sorted().map { .bulk($0) })
    }
}

extension Arguments {
    /// The keys of `count key … [LIMIT n]`, and the most elements that are counted.
    func countedKeysAndLimit() throws(CommandError) -> (keys: Range<Int>, limit: Int) {
        guard let count = try? integer(1), count > 0 else {
            throw CommandError("numkeys should be greater than 0")
        }
        guard count <= self.count - 2 else {
            throw CommandError("Number of keys can't be greater than number of args")
        }
        let end = 2 + Int(count)
        return (2..<end, try limit(from: end))
    }

    /// The number behind `LIMIT`; as many as there are for none and for zero.
    func limit(from start: Int) throws(CommandError) -> Int {
        var limit = 0
        for index in stride(from: start, to: count, by: 2) {
            guard matches(index, "LIMIT"), index + 1 < count else { throw .syntax }
            guard let most = try? positive(index + 1) else {
                throw CommandError("LIMIT can't be negative")
            }
            limit = Int(most)
        }
        return limit == 0 ? .max : limit
    }
}
