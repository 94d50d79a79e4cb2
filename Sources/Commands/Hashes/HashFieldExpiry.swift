import RedoubtBytes
import RedoubtKeyspace
import RedoubtValues

/// When fields of a hash expire.
///
/// As with keys, a replay removes nothing because of its expiry: the log holds an `HDEL`.
enum HashFieldExpiry {
    /// The latest expiry that a server keeps, in milliseconds; Valkey has no limit of its own.
    static func latest(for profile: ServerProfile) -> Int64 {
        profile.family == .valkey ? .max : 1 << 46 - 1
    }

    /// The least time of an option, for Valkey takes one that lets a field expire at once.
    static func least(for profile: ServerProfile) -> Int64 {
        profile.family == .valkey ? 0 : 1
    }

    static func expire(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply {
        try set(&context, arguments, scale: 1000, since: context.clock.read())
    }

    static func expireMilliseconds(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply {
        try set(&context, arguments, scale: 1, since: context.clock.read())
    }

    static func expireAt(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply {
        try set(&context, arguments, scale: 1000, since: 0)
    }

    static func expireAtMilliseconds(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply {
        try set(&context, arguments, scale: 1, since: 0)
    }

    /// `HEXPIRE key time [NX|XX|GT|LT] FIELDS count field …`; the condition may also stand last.
    private static func set(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments,
        scale: Int64,
        since: Int64
    ) throws(CommandError) -> Reply {
        let amount = try arguments.integer(2)
        guard amount >= 0 else { throw .invalidExpiry }
        let expiry = try ExpiryOption.milliseconds(amount, scale: scale, since: since)
        guard expiry <= latest(for: context.profile) else { throw .invalidExpiry }
        var condition = ExpiryCondition()
        var fields: Range<Int>?
        var index = 3
        while index < arguments.count {
            if arguments.matches(index, "FIELDS"), fields == nil {
                let found = try arguments.fields(at: index, each: 1)
                fields = found
                index = found.upperBound
            } else {
                guard condition.parse(arguments, index) else { throw .syntax }
                try condition.check()
                index += 1
            }
        }
        guard let fields else { throw .syntax }
        return try eachField(&context, arguments, fields) { field in
            guard condition.allows(expiry, over: field.expiresAtMs) else { return 0 }
            field.expiresAtMs = expiry
            return 1
        }
    }

    static func persist(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply {
        guard arguments.matches(2, "FIELDS") else { throw .syntax }
        let fields = try arguments.fields(at: 2, each: 1)
        guard fields.upperBound == arguments.count else { throw .syntax }
        return try eachField(&context, arguments, fields) { field in
            guard field.expiresAtMs != nil else { return -1 }
            field.expiresAtMs = nil
            return 1
        }
    }

    /// `HGETEX key [EX s|PX ms|EXAT s|PXAT ms|PERSIST] FIELDS count field …`.
    static func getExpiring(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply {
        let least = least(for: context.profile)
        let expiry = try ExpiryOption.parse(arguments, at: 2, context.clock, least: least)
        let persists = arguments.matches(2, "PERSIST")
        let word = expiry != nil ? 4 : persists ? 3 : 2
        guard arguments.matches(word, "FIELDS") else { throw .syntax }
        let fields = try arguments.fields(at: word, each: 1)
        guard fields.upperBound == arguments.count else { throw .syntax }
        guard expiry ?? 0 <= latest(for: context.profile) else { throw .invalidExpiry }
        let values = try context.change(HashValue.self, at: arguments[1]) {
            (hash) throws(CommandError) in
            var values: [Reply] = []
            for index in fields {
                guard let position = hash.fields.position(of: arguments[index]) else {
                    values.append(.null)
                    continue
                }
                values.append(.bulk(hash.fields[valueAt: position].value))
                guard persists || expiry != nil else { continue }
                hash.fields[valueAt: position].expiresAtMs = expiry
            }
            return values
        }
        return .array(values ?? fields.map { _ in .null })
    }

    /// Calls `body` with each field that is there; the reply is −2 for each that is not.
    private static func eachField(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments,
        _ fields: Range<Int>,
        _ body: (inout HashField) -> Int64
    ) throws(CommandError) -> Reply {
        let replies = try context.change(HashValue.self, at: arguments[1]) {
            (hash) throws(CommandError) in
            var replies: [Reply] = []
            for index in fields {
                guard let position = hash.fields.position(of: arguments[index]) else {
                    replies.append(.integer(-2))
                    continue
                }
                replies.append(.integer(body(&hash.fields[valueAt: position])))
            }
            return replies
        }
        return .array(replies ?? fields.map { _ in .integer(-2) })
    }
}
