import RedoubtBytes

/// The options that give an expiry: `EX s`, `PX ms`, `EXAT s`, `PXAT ms`.
enum ExpiryOption {
    /// The expiry that the option at `index` gives, or nil if there is no such option there.
    static func parse(
        _ arguments: borrowing Arguments,
        at index: Int,
        _ clock: LogClock
    ) throws(CommandError) -> Int64? {
        if arguments.matches(index, "PXAT") {
            return try absolute(arguments, at: index, scale: 1, since: 0)
        }
        if arguments.matches(index, "EX") {
            return try absolute(arguments, at: index, scale: 1000, since: clock.read())
        }
        if arguments.matches(index, "PX") {
            return try absolute(arguments, at: index, scale: 1, since: clock.read())
        }
        if arguments.matches(index, "EXAT") {
            return try absolute(arguments, at: index, scale: 1000, since: 0)
        }
        return nil
    }

    private static func absolute(
        _ arguments: borrowing Arguments,
        at index: Int,
        scale: Int64,
        since: Int64
    ) throws(CommandError) -> Int64 {
        let amount = try arguments.integer(try arguments.value(after: index))
        guard amount > 0 else { throw .invalidExpiry }
        return try milliseconds(amount, scale: scale, since: since)
    }

    /// `amount` units of `scale` milliseconds behind `since`.
    static func milliseconds(
        _ amount: Int64,
        scale: Int64,
        since: Int64
    ) throws(CommandError) -> Int64 {
        let (scaled, isTooLarge) = amount.multipliedReportingOverflow(by: scale)
        let (sum, overflow) = scaled.addingReportingOverflow(since)
        guard !isTooLarge, !overflow else { throw .invalidExpiry }
        return sum
    }
}
