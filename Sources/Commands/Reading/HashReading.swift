import RedoubtBytes
import RedoubtKeyspace

/// Reading hashes; fields and values come in the order in which the fields were set, and those of
/// `HKEYS` and `HVALS` sorted, as old servers gave them to scripts.
enum HashReading {
    static let all: [Command] = [
        ReadingCommands.reading("HGET", arity: 3) { (context, arguments) throws(CommandError) in
            let hash = try context.value(HashValue.self, at: arguments[1])
            return .optional(hash?.fields[arguments[2]]?.value)
        },
        ReadingCommands.reading("HMGET", arity: -3) { (context, arguments) throws(CommandError) in
            let hash = try context.value(HashValue.self, at: arguments[1])
            var replies: [Reply] = []
            for index in 2..<arguments.count {
                replies.append(.optional(hash?.fields[arguments[index]]?.value))
            }
            return .array(replies)
        },
        ReadingCommands.reading("HGETALL", arity: 2) { (context, arguments) throws(CommandError) in
            let hash = try context.value(HashValue.self, at: arguments[1])
            return .map(
                hash?.fields.flatMap { [.bulk($0.key), .bulk($0.value.value)] } ?? []
            )
        },
        ReadingCommands.reading("HKEYS", arity: 2) { (context, arguments) throws(CommandError) in
            let hash = try context.value(HashValue.self, at: arguments[1])
            return context.listing(hash?.fields.map(\.key))
        },
        ReadingCommands.reading("HVALS", arity: 2) { (context, arguments) throws(CommandError) in
            let hash = try context.value(HashValue.self, at: arguments[1])
            return context.listing(hash?.fields.map(\.value.value))
        },
        ReadingCommands.reading("HLEN", arity: 2) { (context, arguments) throws(CommandError) in
            .count(try context.fieldCount(of: arguments[1]))
        },
        ReadingCommands.reading("HEXISTS", arity: 3) { (context, arguments) throws(CommandError) in
            let hash = try context.value(HashValue.self, at: arguments[1])
            return .flag(hash?.fields.contains(arguments[2]) ?? false)
        },
        ReadingCommands.reading("HSTRLEN", arity: 3, since: "3.2") {
            (context, arguments) throws(CommandError) in
            let hash = try context.value(HashValue.self, at: arguments[1])
            return .count(hash?.fields[arguments[2]]?.value.count ?? 0)
        },
    ]
}

extension CommandContext {
    /// A list without an order; a script gets it sorted, so that it does the same on every server.
    fileprivate func listing(_ words: [ByteString]?) -> Reply {
        let words = words ?? []
        return .array((isServing ? words : words.sorted()).map { .bulk($0) })
    }
}
