/// How much work a search may still do in vain.
///
/// What looks like a record and is none costs the bytes that were read of it. All of that together
/// is bounded by the size of the file, so that nobody can make a file over which a search takes
/// long; where the budget is spent only short records are tried.
struct WorkBudget {
    /// What is read in vain of each place once the budget is spent.
    private static let limitMin = 256
    private static let limitMax = 1 << 40
    private static let perByte = 64
    private static let reserve = 64 << 20

    private var left: Int

    init(byteCount: Int) {
        left = byteCount.multipliedReportingOverflow(by: Self.perByte).partialValue
        left = max(left, 0).addingReportingOverflow(Self.reserve).partialValue
    }

    /// Whether there is nothing left, so that long records may be missed.
    var isSpent: Bool { left <= 0 }

    /// How many bytes may be read of a place.
    func limit(_ wanted: Int) -> Int {
        isSpent ? Self.limitMin : min(wanted, max(left, Self.limitMin), Self.limitMax)
    }

    /// Something was read in vain.
    mutating func spend(_ byteCount: Int) {
        left = max(left - max(byteCount, 1), 0)
    }
}
