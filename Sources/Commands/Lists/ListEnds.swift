import RedoubtBytes
import RedoubtKeyspace
import RedoubtValues

/// One of the two ends of a list.
enum ListEnd {
    case left
    case right

    /// The end that an argument names.
    static func parse(_ arguments: borrowing Arguments, _ index: Int) throws(CommandError) -> Self {
        if arguments.matches(index, "LEFT") { return .left }
        if arguments.matches(index, "RIGHT") { return .right }
        throw .syntax
    }
}

extension ListValue {
    /// Adds an element at an end.
    mutating func push(_ element: ByteString, at end: ListEnd) {
        switch end {
        case .left: elements.prepend(element)
        case .right: elements.append(element)
        }
    }

    /// Takes the element at an end; nil in an empty list.
    mutating func pop(at end: ListEnd) -> ByteString? {
        switch end {
        case .left: elements.popFirst()
        case .right: elements.popLast()
        }
    }
}

/// Pushing and popping at the ends of a list.
enum ListEnds {
    static func pushLeft(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply {
        try push(&context, arguments, at: .left)
    }

    static func pushRight(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply {
        try push(&context, arguments, at: .right)
    }

    static func pushLeftIfPresent(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply {
        guard try context.expect(.list, at: arguments[1]) else { return .integer(0) }
        return try push(&context, arguments, at: .left)
    }

    static func pushRightIfPresent(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply {
        guard try context.expect(.list, at: arguments[1]) else { return .integer(0) }
        return try push(&context, arguments, at: .right)
    }

    private static func push(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments,
        at end: ListEnd
    ) throws(CommandError) -> Reply {
        let count = try context.changeOrCreate(ListValue.self, at: arguments[1]) {
            (list) throws(CommandError) in
            for index in 2..<arguments.count { list.push(arguments.bytes(index), at: end) }
            return list.count
        }
        return .count(count)
    }

    static func popLeft(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply {
        try pop(&context, arguments, at: .left)
    }

    static func popRight(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply {
        try pop(&context, arguments, at: .right)
    }

    private static func pop(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments,
        at end: ListEnd
    ) throws(CommandError) -> Reply {
        guard arguments.count <= 3 else { throw .arity }
        let hasCount = arguments.count == 3
        let wanted = hasCount ? try arguments.positive(2) : 1
        let popped = try context.change(ListValue.self, at: arguments[1]) {
            (list) throws(CommandError) in
            let count = Int(min(wanted, Int64(list.count)))
            return (0..<count).compactMap { _ in list.pop(at: end) }
        }
        guard let popped else { return hasCount ? .nullArray : .null }
        guard hasCount else { return popped.first.map { .bulk($0) } ?? .null }
        return .array(popped.map { .bulk($0) })
    }
}
