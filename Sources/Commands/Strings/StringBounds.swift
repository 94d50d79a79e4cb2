import RedoubtBytes
import RedoubtKeyspace

/// `INCREX key [BYINT n|BYFLOAT n] [LBOUND n] [UBOUND n] [SATURATE]
/// [EX s|PX ms|EXAT s|PXAT ms|PERSIST] [ENX]`.
///
/// A result outside the bounds changes nothing, or becomes the bound with `SATURATE`. With `ENX`
/// the expiry is set only if there was none.
enum StringBounds {
    private struct Options {
        var increment = 0
        var isFloat = false
        var low: Int64?
        var high: Int64?
        var saturates = false
        var expiresAtMs: Int64?
        var persists = false
        var keepsOldExpiry = false
    }

    static func increment(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply {
        let options = try parse(arguments, context.clock)
        let key = arguments[1]
        let old = try context.value(ByteString.self, at: key)
        if options.isFloat {
            let sum = try LongDouble.add(old, arguments[options.increment])
            put(sum, at: key, &context, options)
            return .array([.bulk(sum), .bulk(arguments.bytes(options.increment))])
        }
        let amount = options.increment == 0 ? 1 : try arguments.integer(options.increment)
        guard let number = old.map({ Int64(canonicalDecimal: $0.bytes) }) ?? 0 else {
            throw .notAnInteger
        }
        guard let sum = sum(number, amount, options) else {
            return .array([.integer(number), .integer(0)])
        }
        put(ByteString(decimal: sum), at: key, &context, options)
        return .array([.integer(sum), .integer(sum &- number)])
    }

    private static func sum(_ number: Int64, _ amount: Int64, _ options: Options) -> Int64? {
        let (sum, overflow) = number.addingReportingOverflow(amount)
        let isLow = overflow ? amount < 0 : sum < options.low ?? .min
        let isHigh = overflow ? amount > 0 : sum > options.high ?? .max
        guard isLow || isHigh else { return sum }
        guard options.saturates else { return nil }
        return isLow ? options.low ?? .min : options.high ?? .max
    }

    private static func put(
        _ value: ByteString,
        at key: RawSpan,
        _ context: inout CommandContext,
        _ options: Options
    ) {
        let old = context.expiry(of: key)
        var expiry = options.persists ? nil : old
        if let new = options.expiresAtMs, !options.keepsOldExpiry || old == nil { expiry = new }
        context.put(key, value, expiresAtMs: expiry)
    }

    private static func parse(
        _ arguments: borrowing Arguments,
        _ clock: LogClock
    ) throws(CommandError) -> Options {
        var options = Options()
        var index = 2
        while index < arguments.count {
            if let expiry = try ExpiryOption.parse(arguments, at: index, clock) {
                guard options.expiresAtMs == nil, !options.persists else { throw .syntax }
                options.expiresAtMs = expiry
                index += 1
            } else if arguments.matches(index, "PERSIST"), options.expiresAtMs == nil {
                options.persists = true
            } else if arguments.matches(index, "ENX") {
                options.keepsOldExpiry = true
            } else if arguments.matches(index, "SATURATE") {
                options.saturates = true
            } else {
                try parseNumber(&options, arguments, &index)
            }
            index += 1
        }
        guard !options.isFloat || (options.low == nil && options.high == nil) else {
            throw CommandError(.unreproducible, "bounds with BYFLOAT are not supported")
        }
        guard !options.keepsOldExpiry || options.expiresAtMs != nil else { throw .syntax }
        if let low = options.low, let high = options.high, low > high { throw .syntax }
        return options
    }

    private static func parseNumber(
        _ options: inout Options,
        _ arguments: borrowing Arguments,
        _ index: inout Int
    ) throws(CommandError) {
        let word = index
        index = try arguments.value(after: index)
        if arguments.matches(word, "BYINT"), options.increment == 0 {
            options.increment = index
        } else if arguments.matches(word, "BYFLOAT"), options.increment == 0 {
            options.increment = index
            options.isFloat = true
        } else if arguments.matches(word, "LBOUND") {
            options.low = try arguments.integer(index)
        } else if arguments.matches(word, "UBOUND") {
            options.high = try arguments.integer(index)
        } else {
            throw .syntax
        }
    }
}
