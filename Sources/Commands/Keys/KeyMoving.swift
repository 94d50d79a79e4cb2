import RedoubtBytes
import RedoubtKeyspace

/// Giving a value another key; it takes its expiry along and stays frozen if it was.
enum KeyMoving {
    static func rename(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply {
        guard context.exists(arguments[1]) else { throw .noSuchKey }
        if arguments[1].equalsBytes(arguments[2]) { context.effects.tellNothing() }
        rename(&context, arguments[1], arguments[2])
        return .ok
    }

    static func renameIfMissing(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply {
        guard context.exists(arguments[1]) else { throw .noSuchKey }
        guard !context.exists(arguments[2]) else { return .integer(0) }
        rename(&context, arguments[1], arguments[2])
        return .integer(1)
    }

    private static func rename(
        _ context: inout CommandContext,
        _ source: RawSpan,
        _ destination: RawSpan
    ) {
        guard !source.equalsBytes(destination), context.exists(source),
            let entry = context.selected.entries.remove(source)
        else { return }
        context.selected.set(destination, to: entry)
    }

    /// `COPY source destination [DB n] [REPLACE]`.
    static func copy(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply {
        var target = context.database
        var replaces = false
        var index = 3
        while index < arguments.count {
            if arguments.matches(index, "REPLACE") {
                replaces = true
            } else if arguments.matches(index, "DB") {
                index = try arguments.value(after: index)
                target = try arguments.databaseNumber(index)
            } else {
                throw .syntax
            }
            index += 1
        }
        let isSame = arguments[1].equalsBytes(arguments[2]) && target == context.database
        guard !isSame else { throw .sameObjects }
        guard let entry = context.entry(of: arguments[1]) else { return .integer(0) }
        let destination = arguments.bytes(2)
        return context.inDatabase(target) { context in
            if context.exists(destination.bytes), !replaces { return .integer(0) }
            context.selected.set(destination, to: entry)
            return .integer(1)
        }
    }

    static func move(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply {
        let target = try arguments.databaseNumber(2)
        guard target != context.database else { throw .sameObjects }
        let key = arguments[1]
        let name = arguments.bytes(1)
        guard context.exists(key), !context.inDatabase(target, { $0.exists(name.bytes) }),
            let entry = context.selected.entries.remove(key)
        else { return .integer(0) }
        context.keyspace[database: target].set(name, to: entry)
        return .integer(1)
    }
}

extension Arguments {
    /// An argument as the number of a database; servers have fewer, logs never name more.
    func databaseNumber(_ index: Int) throws(CommandError) -> Int {
        Int(try integer(index, in: 0...Int64(Int32.max)))
    }
}
