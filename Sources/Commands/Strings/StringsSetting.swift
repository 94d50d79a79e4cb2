import RedoubtBytes
import RedoubtKeyspace

/// Setting many strings at once.
enum StringsSetting {
    static func setAll(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply {
        guard arguments.count % 2 == 1 else { throw .arity }
        for index in stride(from: 1, to: arguments.count, by: 2) {
            context.put(arguments[index], arguments.bytes(index + 1))
        }
        return .ok
    }

    static func setAllIfMissing(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply {
        guard arguments.count % 2 == 1 else { throw .arity }
        for index in stride(from: 1, to: arguments.count, by: 2)
        where context.exists(arguments[index]) {
            return .integer(0)
        }
        _ = try setAll(&context, arguments)
        return .integer(1)
    }

    /// `MSETEX count key value … [NX | XX] [EX s | PX ms | EXAT s | PXAT ms | KEEPTTL]`.
    static func setAllExpiring(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply {
        let count = try arguments.integer(1)
        guard count > 0, count <= (arguments.count - 2) / 2 else { throw .syntax }
        let end = 2 + Int(count) * 2
        var expiry: Int64?
        var keepsExpiry = false
        var mustExist: Bool?
        var index = end
        while index < arguments.count {
            if let found = try ExpiryOption.parse(arguments, at: index, context.clock) {
                expiry = found
                index += 1
            } else if arguments.matches(index, "KEEPTTL") {
                keepsExpiry = true
            } else if arguments.matches(index, "NX") {
                mustExist = false
            } else if arguments.matches(index, "XX") {
                mustExist = true
            } else {
                throw .syntax
            }
            index += 1
        }
        for key in stride(from: 2, to: end, by: 2) {
            if let mustExist, context.exists(arguments[key]) != mustExist { return .integer(0) }
        }
        for key in stride(from: 2, to: end, by: 2) {
            let kept = keepsExpiry ? context.expiry(of: arguments[key]) : expiry
            context.put(arguments[key], arguments.bytes(key + 1), expiresAtMs: kept)
        }
        return .integer(1)
    }
}
