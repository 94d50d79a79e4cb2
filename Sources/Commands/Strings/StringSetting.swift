import RedoubtBytes
import RedoubtKeyspace
import RedoubtValues

/// Setting one string: `SET` with all its options and the older commands that it replaces.
enum StringSetting {
    /// The condition under which `SET` sets.
    private enum Condition {
        case missing
        case present
        case equal(argument: Int)
        case unequal(argument: Int)
        /// A comparison of digests, which a log holds only if it was true.
        case assumed
    }

    private struct Options {
        var condition: Condition?
        var keepsExpiry = false
        /// Where the option stands that gives the expiry.
        var expiryAt: Int?
        var expiresAtMs: Int64?
        var returnsOld = false

        mutating func restrict(_ condition: Condition) throws(CommandError) {
            guard self.condition == nil else { throw .syntax }
            self.condition = condition
        }
    }

    static func set(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply {
        let options = try parse(arguments, context.clock)
        let key = arguments[1]
        var old: ByteString?
        if options.returnsOld { old = try context.value(ByteString.self, at: key) }
        guard try holds(options.condition, arguments, &context) else {
            context.effects.tellNothing()
            return old.map { .bulk($0) } ?? .null
        }
        let expiry = options.keepsExpiry ? context.expiry(of: key) : options.expiresAtMs
        context.put(key, arguments.bytes(2), expiresAtMs: expiry)
        if context.isServing { tell(options, arguments, &context) }
        guard options.returnsOld else { return .ok }
        return old.map { .bulk($0) } ?? .null
    }

    /// Tells a time as it is, and leaves out what older servers do not take beside it.
    private static func tell(
        _ options: Options,
        _ arguments: borrowing Arguments,
        _ context: inout CommandContext
    ) {
        guard options.expiresAtMs != nil || options.returnsOld else { return }
        var words: [ByteString] = ["SET", arguments.bytes(1), arguments.bytes(2)]
        if options.keepsExpiry { words.append("KEEPTTL") }
        if let expiry = options.expiresAtMs { words += ["PXAT", ByteString(decimal: expiry)] }
        context.tell(words)
    }

    private static func parse(
        _ arguments: borrowing Arguments,
        _ clock: LogClock
    ) throws(CommandError) -> Options {
        var options = Options()
        var index = 3
        while index < arguments.count {
            if ExpiryOption.isOne(arguments, at: index), index + 1 < arguments.count {
                guard options.expiryAt == nil, !options.keepsExpiry else { throw .syntax }
                options.expiryAt = index
                index += 2
                continue
            }
            index += try parseOption(&options, arguments, index)
        }
        // Servers look at all words before they look at the time.
        if let place = options.expiryAt {
            options.expiresAtMs = try ExpiryOption.parse(arguments, at: place, clock)
        }
        return options
    }

    /// Number of arguments that the option took.
    private static func parseOption(
        _ options: inout Options,
        _ arguments: borrowing Arguments,
        _ index: Int
    ) throws(CommandError) -> Int {
        if arguments.matches(index, "KEEPTTL") {
            guard options.expiryAt == nil else { throw .syntax }
            options.keepsExpiry = true
        } else if arguments.matches(index, "GET") {
            options.returnsOld = true
        } else if arguments.matches(index, "NX") {
            try options.restrict(.missing)
        } else if arguments.matches(index, "XX") {
            try options.restrict(.present)
        } else {
            let value = try arguments.value(after: index)
            if arguments.matches(index, "IFEQ") {
                try options.restrict(.equal(argument: value))
            } else if arguments.matches(index, "IFNE") {
                try options.restrict(.unequal(argument: value))
            } else if arguments.matches(index, "IFDEQ") || arguments.matches(index, "IFDNE") {
                try options.restrict(.assumed)
            } else {
                throw .syntax
            }
            return 2
        }
        return 1
    }

    private static func holds(
        _ condition: Condition?,
        _ arguments: borrowing Arguments,
        _ context: inout CommandContext
    ) throws(CommandError) -> Bool {
        switch condition {
        case nil, .assumed: return true
        case .missing: return !context.exists(arguments[1])
        case .present: return context.exists(arguments[1])
        case .equal(let argument):
            let old = try context.value(ByteString.self, at: arguments[1])
            return old?.bytes.equalsBytes(arguments[argument]) ?? false
        case .unequal(let argument):
            let old = try context.value(ByteString.self, at: arguments[1])
            return !(old?.bytes.equalsBytes(arguments[argument]) ?? false)
        }
    }

    static func setIfMissing(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply {
        guard !context.exists(arguments[1]) else { return .integer(0) }
        context.put(arguments[1], arguments.bytes(2))
        return .integer(1)
    }

    static func setSeconds(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply {
        try set(&context, arguments, scale: 1000)
    }

    static func setMilliseconds(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply {
        try set(&context, arguments, scale: 1)
    }

    private static func set(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments,
        scale: Int64
    ) throws(CommandError) -> Reply {
        let amount = try arguments.integer(2)
        guard amount > 0 else { throw .invalidExpiry }
        let expiry = try ExpiryOption.milliseconds(
            amount,
            scale: scale,
            since: context.clock.read()
        )
        context.put(arguments[1], arguments.bytes(3), expiresAtMs: expiry)
        return .ok
    }

    static func getSet(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply {
        let old = try context.value(ByteString.self, at: arguments[1])
        context.put(arguments[1], arguments.bytes(2))
        return old.map { .bulk($0) } ?? .null
    }

    static func getDelete(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply {
        guard let old = try context.value(ByteString.self, at: arguments[1]) else { return .null }
        context.remove(arguments[1])
        return .bulk(old)
    }

    static func getExpire(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply {
        // Servers look at the words, then at the value, and at the time last.
        let isTimed = ExpiryOption.isOne(arguments, at: 2) && arguments.count == 4
        if arguments.count == 2 || isTimed
            || arguments.count == 3 && arguments.matches(2, "PERSIST"),
            try !context.expect(.string, at: arguments[1])
        {
            return .null
        }
        let expiry = try ExpiryOption.parse(arguments, at: 2, context.clock)
        let persists = arguments.matches(2, "PERSIST")
        let expected = expiry != nil ? 4 : persists ? 3 : 2
        guard arguments.count == expected else { throw .syntax }
        guard let value = try context.value(ByteString.self, at: arguments[1]) else {
            return .null
        }
        if persists, context.expiry(of: arguments[1]) == nil { context.effects.tellNothing() }
        if persists || expiry != nil { context.setExpiry(of: arguments[1], to: expiry) }
        return .bulk(value)
    }

    static func deleteIfEqual(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply {
        guard let value = try context.value(ByteString.self, at: arguments[1]),
            value.bytes.equalsBytes(arguments[2])
        else { return .integer(0) }
        context.remove(arguments[1])
        return .integer(1)
    }

    /// `DELEX key [IFEQ value|IFNE value|IFDEQ digest|IFDNE digest]`.
    static func deleteIf(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply {
        guard arguments.count != 2 else { return .flag(context.remove(arguments[1])) }
        guard arguments.count == 4 else { throw .arity }
        let isEqual = arguments.matches(2, "IFEQ")
        let comparesDigest = arguments.matches(2, "IFDEQ") || arguments.matches(2, "IFDNE")
        guard isEqual || comparesDigest || arguments.matches(2, "IFNE") else { throw .syntax }
        guard let value = try context.value(ByteString.self, at: arguments[1]) else {
            return .integer(0)
        }
        guard comparesDigest || value.bytes.equalsBytes(arguments[3]) == isEqual else {
            return .integer(0)
        }
        context.remove(arguments[1])
        return .integer(1)
    }
}
