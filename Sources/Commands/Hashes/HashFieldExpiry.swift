import RedoubtBytes
import RedoubtKeyspace
import RedoubtValues

/// When fields of a hash expire.
///
/// As with keys, a replay removes nothing because of its expiry: the log holds an `HDEL`. Where
/// clients are served, a field that is set to a time that is over goes at once.
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
        let isOver = context.isOver(expiry)
        return try eachField(&context, arguments, fields) { (hash, position) in
            let former = hash.fields[valueAt: position].expiresAtMs
            guard condition.allows(expiry, over: former) else { return 0 }
            hash.setExpiry(at: position, to: expiry)
            return isOver ? 2 : 1
        }
    }

    static func persist(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply {
        guard arguments.matches(2, "FIELDS") else { throw .syntax }
        let fields = try arguments.fields(at: 2, each: 1)
        guard fields.upperBound == arguments.count else { throw .syntax }
        return try eachField(&context, arguments, fields) { (hash, position) in
            guard hash.fields[valueAt: position].expiresAtMs != nil else { return -1 }
            hash.setExpiry(at: position, to: nil)
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
        let isOver = context.isOver(expiry)
        var hasChanged = false
        let values = try context.change(HashValue.self, at: arguments[1]) {
            (hash) throws(CommandError) in
            var values: [Reply] = []
            for index in fields {
                guard let position = hash.fields.position(of: arguments[index]) else {
                    values.append(.null)
                    continue
                }
                let field = hash.fields[valueAt: position]
                values.append(.bulk(field.value))
                guard expiry != nil || persists && field.expiresAtMs != nil else { continue }
                hasChanged = true
                hash.setExpiry(at: position, to: expiry)
                if isOver { hash.fields.remove(arguments[index]) }
            }
            return values
        }
        if !hasChanged { context.effects.tellNothing() }
        return .array(values ?? fields.map { _ in .null })
    }

    /// Calls `body` with the place of each field that is there; of others the reply is −2.
    ///
    /// A field that `body` answers 2 for is removed.
    private static func eachField(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments,
        _ fields: Range<Int>,
        _ body: (inout HashValue, Int) -> Int64
    ) throws(CommandError) -> Reply {
        var hasChanged = false
        let replies = try context.change(HashValue.self, at: arguments[1]) {
            (hash) throws(CommandError) in
            var replies: [Reply] = []
            for index in fields {
                guard let position = hash.fields.position(of: arguments[index]) else {
                    replies.append(.integer(-2))
                    continue
                }
                let reply = body(&hash, position)
                if reply > 0 { hasChanged = true }
                if reply == 2 { hash.fields.remove(arguments[index]) }
                replies.append(.integer(reply))
            }
            return replies
        }
        if !hasChanged { context.effects.tellNothing() }
        return .array(replies ?? fields.map { _ in .integer(-2) })
    }
}

extension HashValue {
    /// Sets or removes the expiry of the field at a place.
    fileprivate mutating func setExpiry(at position: Int, to expiresAtMs: Int64?) {
        fields[valueAt: position].expiresAtMs = expiresAtMs
        noteExpiry(expiresAtMs)
    }
}
