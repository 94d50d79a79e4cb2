import RedoubtBytes
import RedoubtKeyspace
import RedoubtValues

/// `LMOVEM source destination LEFT|RIGHT LEFT|RIGHT [COUNT n|EXACTLY n OBO|BULK]`.
///
/// `OBO` moves one element at a time, so that moving between equal ends turns the order around;
/// `BULK` keeps the order that the elements had. `EXACTLY` moves nothing if there are too few.
enum ListMovingMany {
    private struct Options {
        var from: ListEnd
        var to: ListEnd
        var count: Int64 = 1
        var isExact = false
        var keepsOrder = false
    }

    static func move(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply {
        try move(&context, arguments, try parse(arguments, from: 5))
    }

    /// As `LMOVEM`, with a timeout in front of the options.
    static func moveBlocking(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply {
        try arguments.checkTimeout(5)
        return try move(&context, arguments, try parse(arguments, from: 6))
    }

    private static func parse(
        _ arguments: borrowing Arguments,
        from index: Int
    ) throws(CommandError) -> Options {
        let from = try ListEnd.parse(arguments, 3)
        var options = Options(from: from, to: try ListEnd.parse(arguments, 4))
        guard index < arguments.count else { return options }
        guard arguments.count == index + 3 else { throw .syntax }
        if arguments.matches(index, "EXACTLY") {
            options.isExact = true
        } else if !arguments.matches(index, "COUNT") {
            throw .syntax
        }
        options.count = try arguments.integer(index + 1, in: 1...Int64.max)
        if arguments.matches(index + 2, "BULK") {
            options.keepsOrder = true
        } else if !arguments.matches(index + 2, "OBO") {
            throw .syntax
        }
        return options
    }

    private static func move(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments,
        _ options: Options
    ) throws(CommandError) -> Reply {
        let (source, destination) = (arguments[1], arguments[2])
        try context.expect(.list, at: destination)
        let length = try context.read(ListValue.self, at: source) { $0.count } ?? 0
        guard length > 0, !options.isExact || Int64(length) >= options.count else { return .null }
        let count = Int(min(options.count, Int64(length)))
        if source.equalsBytes(destination) {
            let moved = try context.change(ListValue.self, at: source) {
                (list) throws(CommandError) in
                let moved = take(count, from: &list, options)
                for element in moved { list.push(element, at: options.to) }
                return moved
            }
            return reply(moved ?? [], options)
        }
        // The destination is read first: if it is damaged, nothing was taken yet.
        _ = try context.value(ListValue.self, at: destination)
        let taken = try context.change(ListValue.self, at: source) { (list) throws(CommandError) in
            take(count, from: &list, options)
        }
        let moved = taken ?? []
        try context.changeOrCreate(ListValue.self, at: destination) {
            (list) throws(CommandError) in
            for element in moved { list.push(element, at: options.to) }
        }
        return reply(moved, options)
    }

    /// Takes elements, in the order in which they are then pushed one by one.
    private static func take(
        _ count: Int,
        from list: inout ListValue,
        _ options: Options
    ) -> [ByteString] {
        let taken = (0..<count).compactMap { _ in list.pop(at: options.from) }
        return options.keepsOrder && options.from == options.to ? taken.reversed() : taken
    }

    /// The elements in the order that they have in the destination.
    private static func reply(_ moved: [ByteString], _ options: Options) -> Reply {
        let ordered = options.to == .left ? moved.reversed() : moved
        return .array(ordered.map { .bulk($0) })
    }
}
