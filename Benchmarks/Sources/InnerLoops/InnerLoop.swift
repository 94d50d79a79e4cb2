import RedoubtBytes

/// A loop at the bottom of the product, over data in memory.
///
/// A pass is the loop over all its units; it is made anew for each measurement, and run more than
/// once, so that what a pass leaves behind does not grow.
public struct InnerLoop: Sendable {
    /// What the loop does, in words that also name its thresholds.
    public let name: String
    /// How many units (records, commands, bytes) a pass goes through.
    public let unitCount: Int
    /// Makes the data; the pass gives back something that depends on all of its work.
    public let makePass: @Sendable () throws -> () throws -> Int

    init(
        _ name: String,
        unitCount: Int,
        makePass: @escaping @Sendable () throws -> () throws -> Int
    ) {
        self.name = name
        self.unitCount = unitCount
        self.makePass = makePass
    }

    /// All of them, from the bottom up.
    public static let all = Checksums.all + Codecs.all + Readers.all + Commands.all + Digests.all
}
