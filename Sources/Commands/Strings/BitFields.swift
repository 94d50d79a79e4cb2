import RedoubtBytes
import RedoubtKeyspace
import RedoubtValues

/// `BITFIELD key [GET type offset | SET type offset value | INCRBY type offset increment |
/// OVERFLOW WRAP|SAT|FAIL] …`: integers of any width within a string, big-endian bit order.
///
/// Everything is parsed first. If anything writes, the string grows to cover every write, also
/// one that then fails for an overflow.
enum BitFields {
    private enum Action {
        case get
        case set(Int64)
        case increment(Int64)
    }

    private struct Operation {
        let action: Action
        let field: BitField
        let overflow: BitField.Overflow
    }

    static func bitField(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply {
        let operations = try parse(arguments, countMax: context.stringCountMax)
        try context.expect(.string, at: arguments[1])
        let end = operations.reduce(0) { end, operation in
            if case .get = operation.action { return end }
            return max(end, operation.field.byteEnd)
        }
        guard end > 0 else {
            context.effects.tellNothing()
            let string = try context.value(ByteString.self, at: arguments[1]) ?? ByteString()
            return .array(operations.map { .integer($0.field.read(string)) })
        }
        var hasChanged = false
        let replies = try context.changeOrCreate(ByteString.self, at: arguments[1]) {
            (string) throws(CommandError) in
            hasChanged = string.count < end
            string.grow(to: end)
            return operations.map { apply($0, to: &string, &hasChanged) }
        }
        if !hasChanged, context.profile.isAtLeast(redis: 7, 0) { context.effects.tellNothing() }
        return .array(replies)
    }

    /// `BITFIELD_RO`: as `BITFIELD`, but only `GET`.
    static func bitFieldReading(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply {
        for operation in try parse(arguments, countMax: context.stringCountMax) {
            guard case .get = operation.action else {
                throw CommandError("BITFIELD_RO only supports the GET subcommand")
            }
        }
        return try bitField(&context, arguments)
    }

    private static func apply(
        _ operation: Operation,
        to string: inout ByteString,
        _ hasChanged: inout Bool
    ) -> Reply {
        let field = operation.field
        let old = field.read(string)
        switch operation.action {
        case .get: return .integer(old)
        case .set(let value):
            guard let new = field.fit(value, operation.overflow) else { return .null }
            field.write(new, to: &string)
            if field.read(string) != old { hasChanged = true }
            return .integer(old)
        case .increment(let amount):
            guard let new = field.add(old, amount, operation.overflow) else { return .null }
            field.write(new, to: &string)
            if new != old { hasChanged = true }
            return .integer(new)
        }
    }

    private static func parse(
        _ arguments: borrowing Arguments,
        countMax: Int
    ) throws(CommandError) -> [Operation] {
        var operations: [Operation] = []
        var overflow = BitField.Overflow.wrap
        var index = 2
        while index < arguments.count {
            if arguments.matches(index, "OVERFLOW"), index + 1 < arguments.count {
                overflow = try parseOverflow(arguments, index + 1)
                index += 2
                continue
            }
            let isGet = arguments.matches(index, "GET")
            let isSet = arguments.matches(index, "SET")
            guard isGet || isSet || arguments.matches(index, "INCRBY"),
                index + (isGet ? 2 : 3) < arguments.count
            else { throw .syntax }
            let field = try BitField(
                type: arguments[index + 1],
                offset: arguments[index + 2],
                countMax: countMax
            )
            var action = Action.get
            if !isGet {
                let value = try arguments.integer(index + 3)
                action = isSet ? .set(value) : .increment(value)
            }
            operations.append(Operation(action: action, field: field, overflow: overflow))
            index += isGet ? 3 : 4
        }
        return operations
    }

    private static func parseOverflow(
        _ arguments: borrowing Arguments,
        _ index: Int
    ) throws(CommandError) -> BitField.Overflow {
        if arguments.matches(index, "WRAP") { return .wrap }
        if arguments.matches(index, "SAT") { return .saturate }
        if arguments.matches(index, "FAIL") { return .fail }
        throw CommandError("Invalid OVERFLOW type specified")
    }
}
