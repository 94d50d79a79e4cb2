import RedoubtBytes

/// Follows `MULTI` and `EXEC` through a log to know where it may be cut.
///
/// As for the servers, a `MULTI` within a transaction and an `EXEC` outside of one change nothing.
struct TransactionScan {
    /// Offset behind the last record that is not part of an open transaction.
    private(set) var goodOffset: Int
    /// Offset of the open transaction's `MULTI`.
    private(set) var openedAt: Int?
    /// Whole commands in the open transaction, `MULTI` not counted.
    private(set) var commandCount = 0

    /// What a command does to a transaction.
    enum Step {
        case begin
        case commit
        case other

        init(name: RawSpan) {
            if name.equalsWord("MULTI") {
                self = .begin
            } else {
                self = name.equalsWord("EXEC") ? .commit : .other
            }
        }
    }

    /// Begins where the records of a file begin.
    init(at offset: Int) {
        goodOffset = offset
    }

    /// Records outside of any transaction went by.
    mutating func passed(to offset: Int) {
        precondition(openedAt == nil)
        goodOffset = offset
    }

    /// A record went by.
    mutating func record(_ step: Step, range: Range<Int>) {
        switch (openedAt, step) {
        case (nil, .begin):
            openedAt = range.lowerBound
            commandCount = 0
        case (nil, _):
            goodOffset = range.upperBound
        case (_, .commit):
            openedAt = nil
            goodOffset = range.upperBound
        default:
            commandCount += 1
        }
    }
}
