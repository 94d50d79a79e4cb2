import RedoubtBytes

/// The options that give an expiry: `EX s`, `PX ms`, `EXAT s`, `PXAT ms`.
enum ExpiryOption {
    /// The expiry that the option at `index` gives, or nil if there is no such option there.
    ///
    /// - Parameter least: the least time that is taken.
    static func parse(
        _ arguments: borrowing Arguments,
        at index: Int,
        _ clock: LogClock,
        least: Int64 = 1
    ) throws(CommandError) -> Int64? {
        guard let unit = unit(arguments, at: index) else { return nil }
        let amount = try arguments.integer(try arguments.value(after: index))
        guard amount >= least else { throw .invalidExpiry }
        let since = unit.isRelative ? clock.read() : 0
        return try milliseconds(amount, scale: unit.scale, since: since)
    }

    /// Whether the option at `index` gives an expiry.
    static func isOne(_ arguments: borrowing Arguments, at index: Int) -> Bool {
        unit(arguments, at: index) != nil
    }

    private static func unit(
        _ arguments: borrowing Arguments,
        at index: Int
    ) -> (scale: Int64, isRelative: Bool)? {
        if arguments.matches(index, "PXAT") { return (1, false) }
        if arguments.matches(index, "EX") { return (1000, true) }
        if arguments.matches(index, "PX") { return (1, true) }
        if arguments.matches(index, "EXAT") { return (1000, false) }
        return nil
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
