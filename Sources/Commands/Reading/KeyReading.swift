import RedoubtBytes
import RedoubtKeyspace
import RedoubtValues

/// Reading what is known of keys and databases.
enum KeyReading {
    static let all: [Command] = [
        ReadingCommands.reading("EXISTS", arity: -2, keys: .every(first: 1, step: 1)) {
            (context, arguments) throws(CommandError) in
            var found = 0
            for index in 1..<arguments.count where context.exists(arguments[index]) { found += 1 }
            return .count(found)
        },
        ReadingCommands.reading("TYPE", arity: 2) { (context, arguments) throws(CommandError) in
            .status(context.kind(of: arguments[1])?.name ?? "none")
        },
        ReadingCommands.reading("PTTL", arity: 2) { (context, arguments) throws(CommandError) in
            guard context.exists(arguments[1]) else { return .integer(-2) }
            return .integer(remaining(&context, arguments[1]) ?? -1)
        },
        ReadingCommands.reading("TTL", arity: 2) { (context, arguments) throws(CommandError) in
            guard context.exists(arguments[1]) else { return .integer(-2) }
            return .integer(remaining(&context, arguments[1]).map { ($0 + 500) / 1000 } ?? -1)
        },
        ReadingCommands.reading("PEXPIRETIME", arity: 2, since: "7.0") {
            (context, arguments) throws(CommandError) in
            guard context.exists(arguments[1]) else { return .integer(-2) }
            return .integer(context.expiry(of: arguments[1]) ?? -1)
        },
        ReadingCommands.reading("EXPIRETIME", arity: 2, since: "7.0") {
            (context, arguments) throws(CommandError) in
            guard context.exists(arguments[1]) else { return .integer(-2) }
            // The last times there are come round in a server's sum.
            return .integer(context.expiry(of: arguments[1]).map { ($0 &+ 500) / 1000 } ?? -1)
        },
        ReadingCommands.reading(
            "TOUCH",
            arity: -2,
            keys: .every(first: 1, step: 1),
            since: "3.2.1"
        ) { (context, arguments) throws(CommandError) in
            var found = 0
            for index in 1..<arguments.count where context.exists(arguments[index]) { found += 1 }
            return .count(found)
        },
        ReadingCommands.reading("SORT_RO", arity: -2, since: "7.0", Sorting.sortReading),
        ReadingCommands.reading("DBSIZE", arity: 1, keys: .none) {
            (context, _) throws(CommandError) in
            .count(context.selected.count)
        },
        ReadingCommands.reading("TIME", arity: 1, keys: .none) {
            (context, _) throws(CommandError) in
            let now = context.clock.read()
            return .array([
                .bulk(ByteString(decimal: now / 1000)),
                .bulk(ByteString(decimal: now % 1000 * 1000)),
            ])
        },
        ReadingCommands.reading("ECHO", arity: 2, keys: .none) {
            (_, arguments) throws(CommandError) in
            .bulk(arguments.bytes(1))
        },
    ]

    private static func remaining(_ context: inout CommandContext, _ key: RawSpan) -> Int64? {
        guard let expiry = context.expiry(of: key) else { return nil }
        let (left, overflow) = expiry.subtractingReportingOverflow(context.clock.read())
        return overflow ? 0 : min(max(left, 0), .max - 500)
    }
}
