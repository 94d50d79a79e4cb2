import RedoubtBytes
import RedoubtKeyspace
import RedoubtValues

/// Moving an element from an end of one list to an end of another, or of the same.
enum ListMoving {
    static func move(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply {
        let from = try ListEnd.parse(arguments, 3)
        return try move(&context, arguments, from: from, to: try ListEnd.parse(arguments, 4))
    }

    /// `BLMOVE source destination LEFT|RIGHT LEFT|RIGHT timeout`.
    static func moveBlocking(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply {
        try arguments.checkTimeout(5)
        return try move(&context, arguments)
    }

    /// `BRPOPLPUSH source destination timeout`.
    static func popPushBlocking(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply {
        try arguments.checkTimeout(3)
        return try popPush(&context, arguments)
    }

    static func popPush(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply {
        try move(&context, arguments, from: .right, to: .left)
    }

    private static func move(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments,
        from: ListEnd,
        to: ListEnd
    ) throws(CommandError) -> Reply {
        let (source, destination) = (arguments[1], arguments[2])
        guard try context.expect(.list, at: source) else { return .null }
        try context.expect(.list, at: destination)
        if source.equalsBytes(destination) {
            let moved = try context.change(ListValue.self, at: source) {
                (list) throws(CommandError) in
                let element = list.pop(at: from)
                if let element { list.push(element, at: to) }
                return element
            }
            return (moved ?? nil).map { .bulk($0) } ?? .null
        }
        // The destination goes first: if it turns out to be damaged, nothing was taken yet.
        let end = try context.read(ListValue.self, at: source) { list in
            from == .left ? list.elements.first : list.elements.last
        }
        guard let element = end ?? nil else { return .null }
        try context.changeOrCreate(ListValue.self, at: destination) {
            (list) throws(CommandError) in list.push(element, at: to)
        }
        try context.change(ListValue.self, at: source) {
            (list) throws(CommandError) in list.pop(at: from)
        }
        return .bulk(element)
    }
}
