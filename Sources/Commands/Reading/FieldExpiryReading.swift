import RedoubtBytes
import RedoubtKeyspace
import RedoubtValues

/// `HTTL`, `HPTTL`, `HEXPIRETIME` and `HPEXPIRETIME`: when fields of a hash expire.
enum FieldExpiryReading {
    static let all: [Command] = [
        ReadingCommands.reading("HTTL", arity: -5, since: "7.4") {
            (context, arguments) throws(CommandError) in
            try times(&context, arguments, isLeft: true, inSeconds: true)
        },
        ReadingCommands.reading("HPTTL", arity: -5, since: "7.4") {
            (context, arguments) throws(CommandError) in
            try times(&context, arguments, isLeft: true, inSeconds: false)
        },
        ReadingCommands.reading("HEXPIRETIME", arity: -5, since: "7.4") {
            (context, arguments) throws(CommandError) in
            try times(&context, arguments, isLeft: false, inSeconds: true)
        },
        ReadingCommands.reading("HPEXPIRETIME", arity: -5, since: "7.4") {
            (context, arguments) throws(CommandError) in
            try times(&context, arguments, isLeft: false, inSeconds: false)
        },
    ]

    /// −2 for a field that is not there, −1 for one that does not expire.
    private static func times(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments,
        isLeft: Bool,
        inSeconds: Bool
    ) throws(CommandError) -> Reply {
        guard arguments.matches(2, "FIELDS") else { throw .syntax }
        guard try arguments.integer(3) == arguments.count - 4 else { throw .syntax }
        let fields = 4..<arguments.count
        let hash = try context.value(HashValue.self, at: arguments[1])
        let start = isLeft ? context.clock.read() : 0
        // Redis rounds up, Valkey to the nearest second.
        let rounding: Int64 = context.profile.family == .valkey ? 500 : 999
        return .array(
            fields.map { index in
                guard let field = hash?.fields[arguments[index]] else { return .integer(-2) }
                guard let expiry = field.expiresAtMs else { return .integer(-1) }
                let time = expiry.subtractingReportingOverflow(start).partialValue
                guard inSeconds else { return .integer(time) }
                return .integer(time / 1000 + (time % 1000 + rounding) / 1000)
            }
        )
    }
}
