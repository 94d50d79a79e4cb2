import RedoubtBytes
import RedoubtKeyspace

/// `SRANDMEMBER`, `HRANDFIELD` and `ZRANDMEMBER`: elements that chance picks.
enum RandomReading {
    static let all: [Command] = [
        ReadingCommands.reading("SRANDMEMBER", arity: -2) {
            (context, arguments) throws(CommandError) in
            try context.requireServing("SRANDMEMBER")
            let wish = try Wish(arguments, values: nil)
            let set = try context.value(SetValue.self, at: arguments[1])
            return try pick(&context, wish, set?.members) { _ in .null }
        },
        ReadingCommands.reading("HRANDFIELD", arity: -2, since: "6.2") {
            (context, arguments) throws(CommandError) in
            try context.requireServing("HRANDFIELD")
            let wish = try Wish(arguments, values: "WITHVALUES")
            let hash = try context.value(HashValue.self, at: arguments[1])
            return try pick(&context, wish, hash?.fields) { .bulk($0.value) }
        },
        ReadingCommands.reading("ZRANDMEMBER", arity: -2, since: "6.2") {
            (context, arguments) throws(CommandError) in
            try context.requireServing("ZRANDMEMBER")
            let wish = try Wish(arguments, values: "WITHSCORES")
            let set = try context.value(SortedSetValue.self, at: arguments[1])
            return try pick(&context, wish, set?.scores) { .double($0) }
        },
    ]

    /// How many elements are asked for, and whether with their values.
    private struct Wish {
        private(set) var count: Int64?
        private(set) var hasValues = false

        init(_ arguments: borrowing Arguments, values word: StaticString?) throws(CommandError) {
            guard arguments.count > 2 else { return }
            guard arguments.count == 3 || word != nil else { throw .syntax }
            let count = try arguments.integer(2)
            guard count != .min else {
                throw CommandError(
                    .error,
                    saying: "value is out of range, value must between \(-Int64.max) and "
                        + "\(Int64.max)"
                )
            }
            self.count = count
            guard arguments.count > 3 else { return }
            guard arguments.count == 4, let word, arguments.matches(3, word) else { throw .syntax }
            guard count.magnitude <= Int64.max / 2 else { throw .outOfRange }
            hasValues = true
        }
    }

    /// One element; with a count so many different ones, or with a negative one any.
    private static func pick<Value>(
        _ context: inout CommandContext,
        _ wish: Wish,
        _ table: ByteTable<Value>?,
        _ value: (Value) -> Reply
    ) throws(CommandError) -> Reply {
        guard let count = wish.count else {
            guard let table, !table.isEmpty else { return .null }
            return .bulk(entry(&context, table).key)
        }
        guard let table, !table.isEmpty, count != 0 else { return .array([]) }
        var picked: [ByteTable<Value>.Entry] = []
        if count < 0 {
            guard -count <= 1 << 24 else { throw .outOfRange }
            for _ in 0..<Int(-count) { picked.append(entry(&context, table)) }
        } else if count >= Int64(table.count) {
            picked = Array(table)
        } else {
            picked = sample(&context, table, Int(count))
        }
        guard wish.hasValues else { return .array(picked.map { .bulk($0.key) }) }
        return .pairs(picked.flatMap { [.bulk($0.key), value($0.value)] })
    }

    private static func entry<Value>(
        _ context: inout CommandContext,
        _ table: ByteTable<Value>
    ) -> ByteTable<Value>.Entry {
        while true {
            let place = context.randomIndex(below: table.positions.count)
            if let entry = table.entry(at: place) { return entry }
        }
    }

    /// Different elements, in an order that tells nothing.
    private static func sample<Value>(
        _ context: inout CommandContext,
        _ table: ByteTable<Value>,
        _ count: Int
    ) -> [ByteTable<Value>.Entry] {
        guard count * 3 < table.count else {
            var all = Array(table)
            for index in 0..<count {
                all.swapAt(index, index + context.randomIndex(below: all.count - index))
            }
            return Array(all.prefix(count))
        }
        var places: Set<Int> = []
        var picked: [ByteTable<Value>.Entry] = []
        while picked.count < count {
            let place = context.randomIndex(below: table.positions.count)
            guard !places.contains(place), let entry = table.entry(at: place) else { continue }
            places.insert(place)
            picked.append(entry)
        }
        return picked
    }
}
