import RedoubtBytes
import RedoubtKeyspace
import RedoubtValues

/// Reading strings.
enum StringReading {
    static let all: [Command] = [
        ReadingCommands.reading("GET", arity: 2) { (context, arguments) throws(CommandError) in
            .optional(try context.value(ByteString.self, at: arguments[1]))
        },
        ReadingCommands.reading("STRLEN", arity: 2) { (context, arguments) throws(CommandError) in
            .count(try context.value(ByteString.self, at: arguments[1])?.count ?? 0)
        },
        ReadingCommands.reading("MGET", arity: -2, keys: .every(first: 1, step: 1), manyValues),
        ReadingCommands.reading("GETRANGE", arity: 4, range),
        ReadingCommands.reading("SUBSTR", arity: 4, range),
        ReadingCommands.reading("GETBIT", arity: 3, bit),
    ]

    private static func manyValues(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply {
        var replies: [Reply] = []
        for index in 1..<arguments.count {
            let isString = context.kind(of: arguments[index]) == .string
            replies.append(
                isString
                    ? .optional(try context.value(ByteString.self, at: arguments[index])) : .null
            )
        }
        return .array(replies)
    }

    private static func range(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply {
        let start = try arguments.integer(2)
        let stop = try arguments.integer(3)
        guard let string = try context.value(ByteString.self, at: arguments[1]),
            !(start < 0 && stop < 0 && start > stop)
        else { return .bulk(ByteString()) }
        // Unlike a range of a list, an end before the start of the string is its start.
        let last = stop < 0 ? max(stop + Int64(string.count), 0) : stop
        let places = Ranks.range(start, last, count: string.count)
        return .bulk(ByteString(Array(string.array[places])))
    }

    private static func bit(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply {
        guard let offset = Int64(canonicalDecimal: arguments[2]), offset >= 0,
            offset >> 3 < context.stringCountMax
        else { throw .badBitOffset }
        let string = try context.value(ByteString.self, at: arguments[1])
        let index = Int(offset >> 3)
        guard let string, index < string.count else { return .integer(0) }
        return .flag(string.array[index] & UInt8(1) << UInt8(7 - offset & 7) != 0)
    }
}

extension Reply {
    /// A text, or the answer for none.
    static func optional(_ text: ByteString?) -> Reply {
        text.map { .bulk($0) } ?? .null
    }
}
