import RedoubtBytes
import RedoubtKeyspace

/// When keys expire.
///
/// A replay never removes a key because of its expiry: a time in the past is set like any other,
/// and the removal stands in the log as a `DEL`.
enum KeyExpiry {
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

    private static func set(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments,
        scale: Int64,
        since: Int64
    ) throws(CommandError) -> Reply {
        var condition = ExpiryCondition()
        for index in 3..<max(arguments.count, 3) where !condition.parse(arguments, index) {
            let word = arguments[index].printable
            throw CommandError(.error, saying: "Unsupported option \(word)")
        }
        try condition.check()
        let amount = try arguments.integer(2)
        let expiry = try ExpiryOption.milliseconds(amount, scale: scale, since: since)
        guard context.exists(arguments[1]),
            condition.allows(expiry, over: context.expiry(of: arguments[1]))
        else { return .integer(0) }
        context.setExpiry(of: arguments[1], to: expiry)
        return .integer(1)
    }

    static func persist(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply {
        guard context.expiry(of: arguments[1]) != nil else { return .integer(0) }
        context.setExpiry(of: arguments[1], to: nil)
        return .integer(1)
    }
}

/// The options `NX`, `XX`, `GT` and `LT` of the commands that set an expiry.
struct ExpiryCondition {
    private var needsNone = false
    private var needsSome = false
    private var needsLater = false
    private var needsEarlier = false

    /// Takes the option at `index`; false if there is none.
    mutating func parse(_ arguments: borrowing Arguments, _ index: Int) -> Bool {
        if arguments.matches(index, "NX") {
            needsNone = true
        } else if arguments.matches(index, "XX") {
            needsSome = true
        } else if arguments.matches(index, "GT") {
            needsLater = true
        } else if arguments.matches(index, "LT") {
            needsEarlier = true
        } else {
            return false
        }
        return true
    }

    /// Refuses options that exclude each other.
    func check() throws(CommandError) {
        guard !needsNone || !(needsSome || needsLater || needsEarlier) else {
            throw CommandError(
                "NX and XX, GT or LT options at the same time are not compatible"
            )
        }
        guard !needsLater || !needsEarlier else {
            throw CommandError("GT and LT options at the same time are not compatible")
        }
    }

    /// Whether a new expiry may replace an old one; no expiry counts as one infinitely late.
    func allows(_ new: Int64, over old: Int64?) -> Bool {
        guard let old else { return !needsSome && !needsLater }
        if needsNone { return false }
        if needsLater { return new > old }
        return !needsEarlier || new < old
    }
}
