import RedoubtBytes
import RedoubtKeyspace

/// The commands on whole databases.
enum DatabaseCommands {
    static let all: [Command] = [
        Command(
            "SELECT",
            arity: 2,
            keys: .none,
            effect: .control,
            since: "1.0",
            body: select
        ),
        Command(
            "SWAPDB",
            arity: 3,
            keys: .none,
            effect: .wholeDatabase,
            since: "4.0",
            body: swap
        ),
        Command(
            "FLUSHDB",
            arity: -1,
            keys: .none,
            effect: .wholeDatabase,
            since: "1.0",
            body: flush
        ),
        Command(
            "FLUSHALL",
            arity: -1,
            keys: .none,
            effect: .wholeDatabase,
            since: "1.0",
            body: flushAll
        ),
    ]

    private static func select(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply {
        context.database = try arguments.databaseNumber(1)
        return .ok
    }

    private static func swap(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply {
        let first = try arguments.databaseNumber(1)
        context.keyspace.swapDatabases(first, try arguments.databaseNumber(2))
        return .ok
    }

    private static func flush(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply {
        try checkFlush(arguments)
        context.removeSelectedKeys()
        return .ok
    }

    private static func flushAll(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply {
        try checkFlush(arguments)
        context.removeAllKeys()
        return .ok
    }

    private static func checkFlush(_ arguments: borrowing Arguments) throws(CommandError) {
        guard
            arguments.count == 1
                || arguments.count == 2
                    && (arguments.matches(1, "ASYNC") || arguments.matches(1, "SYNC"))
        else { throw .syntax }
    }
}
