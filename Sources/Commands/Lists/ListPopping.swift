import RedoubtBytes
import RedoubtKeyspace

/// Popping from the first of several lists that has elements.
///
/// The blocking commands run as they do when they are served at once: servers never log them
/// themselves, but the pop that served them.
enum ListPopping {
    /// `BLPOP key … timeout`.
    static func popLeft(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply {
        try popOne(&context, arguments, at: .left)
    }

    /// `BRPOP key … timeout`.
    static func popRight(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply {
        try popOne(&context, arguments, at: .right)
    }

    private static func popOne(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments,
        at end: ListEnd
    ) throws(CommandError) -> Reply {
        let last = arguments.count - 1
        try arguments.checkTimeout(last)
        for index in 1..<last {
            guard let popped = try pop(1, &context, arguments[index], at: end) else { continue }
            return .array([.bulk(arguments.bytes(index)), .bulk(popped[0])])
        }
        return .nullArray
    }

    /// `LMPOP count key … LEFT|RIGHT [COUNT n]`.
    static func popMany(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply {
        try popMany(&context, arguments, countAt: 1)
    }

    /// `BLMPOP timeout count key … LEFT|RIGHT [COUNT n]`.
    static func popManyBlocking(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply {
        try arguments.checkTimeout(1)
        return try popMany(&context, arguments, countAt: 2)
    }

    private static func popMany(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments,
        countAt: Int
    ) throws(CommandError) -> Reply {
        let keys = try arguments.countedKeys(at: countAt)
        let end = try ListEnd.parse(arguments, keys.upperBound)
        let wanted = try arguments.popCount(from: keys.upperBound + 1)
        for index in keys {
            guard let popped = try pop(wanted, &context, arguments[index], at: end) else {
                continue
            }
            let elements = Reply.array(popped.map { .bulk($0) })
            return .array([.bulk(arguments.bytes(index)), elements])
        }
        return .nullArray
    }

    private static func pop(
        _ wanted: Int64,
        _ context: inout CommandContext,
        _ key: RawSpan,
        at end: ListEnd
    ) throws(CommandError) -> [ByteString]? {
        try context.change(ListValue.self, at: key) { (list) throws(CommandError) in
            let count = Int(min(wanted, Int64(list.count)))
            return (0..<count).compactMap { _ in list.pop(at: end) }
        }
    }
}

extension Arguments {
    /// Checks the timeout of a blocking command, in seconds; a replay does not wait.
    func checkTimeout(_ index: Int) throws(CommandError) {
        let seconds = try double(index)
        guard seconds >= 0, seconds <= Double(Int64.max) / 1000 else {
            throw CommandError("timeout is negative or out of range")
        }
    }

    /// The indices of the keys behind their number; something else must follow them.
    func countedKeys(at index: Int) throws(CommandError) -> Range<Int> {
        guard let claimed = try? integer(index), claimed > 0 else {
            throw CommandError("numkeys should be greater than 0")
        }
        let first = index + 1
        guard claimed < count - first else { throw .syntax }
        return first..<(first + Int(claimed))
    }

    /// The number behind `COUNT`, if that is what stands last; 1 if nothing does.
    func popCount(from index: Int) throws(CommandError) -> Int64 {
        guard index < count else { return 1 }
        guard matches(index, "COUNT"), index + 1 < count else { throw .syntax }
        guard let wanted = try? integer(index + 1), wanted > 0 else {
            throw CommandError("count should be greater than 0")
        }
        guard count == index + 2 else { throw .syntax }
        return wanted
    }
}
