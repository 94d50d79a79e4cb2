import RedoubtBytes
import RedoubtKeyspace

/// Reading sets; members come sorted, as old servers gave them to scripts.
enum SetReading {
    static let all: [Command] = [
        ReadingCommands.reading("SMEMBERS", arity: 2) { (context, arguments) throws(CommandError) in
            .sorted(try members(&context, arguments[1]))
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
    ]

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
        .array(members.sorted().map { .bulk($0) })
    }
}
