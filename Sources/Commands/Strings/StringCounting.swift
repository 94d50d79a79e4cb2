import RedoubtBytes
import RedoubtKeyspace
import RedoubtValues

/// Strings that hold a number.
enum StringCounting {
    static func increment(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply {
        try add(1, &context, arguments)
    }

    static func decrement(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply {
        try add(-1, &context, arguments)
    }

    static func incrementBy(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply {
        try add(try arguments.integer(2), &context, arguments)
    }

    static func decrementBy(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply {
        let amount = try arguments.integer(2)
        // Before 7.0 the one number without an opposite stood for itself.
        guard amount != .min || !context.profile.isAtLeast(redis: 7, 0) else {
            throw CommandError("decrement would overflow")
        }
        return try add(0 &- amount, &context, arguments)
    }

    private static func add(
        _ amount: Int64,
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply {
        guard let sum = try context.change(ByteString.self, at: arguments[1], adding(amount)) else {
            context.put(arguments[1], ByteString(decimal: amount))
            return .integer(amount)
        }
        return .integer(sum)
    }

    private static func adding(
        _ amount: Int64
    ) -> (inout ByteString) throws(CommandError) -> Int64 {
        { (string) throws(CommandError) in
            guard let old = Int64(canonicalDecimal: string.bytes) else { throw .notAnInteger }
            let (sum, overflow) = old.addingReportingOverflow(amount)
            guard !overflow else { throw .overflow }
            string = ByteString(decimal: sum)
            return sum
        }
    }

    /// Logged by every server as the `SET` of the result; carried out for the sake of scripts.
    static func incrementByFloat(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply {
        let key = arguments[1]
        let old = try context.value(ByteString.self, at: key)
        let sum = try LongDouble.add(old, arguments[2])
        context.put(key, sum, expiresAtMs: context.expiry(of: key))
        return .bulk(sum)
    }
}
