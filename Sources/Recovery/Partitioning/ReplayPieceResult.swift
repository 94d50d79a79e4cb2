import RedoubtBytes
import RedoubtCommands
import RedoubtKeyspace

/// What a piece of a replay came to.
struct ReplayPieceResult<Output: Sendable>: Sendable {
    /// What the receivers made of the keys, by content.
    var outputs: [(database: Int, output: Output)] = []
    /// Positions of the loaded keys that records name, by content.
    var replayed: [(database: Int, positions: [Int])] = []
    let tally: ReplayTally
    let failures: ReplayFailures
    /// Whether a relative time was resolved.
    let readClock: Bool
    /// The first command behind which the dataset is not known.
    let stop: (place: Int, error: RecoveryError)?
    /// A key that could not be handed on.
    var fault: RecordFault?
    /// What kept records from being read back.
    var failure: RecoveryError?

    init(_ replayer: borrowing KeyReplayer) {
        tally = replayer.tally
        failures = replayer.failures
        readClock = replayer.context.clock.wasRead
        stop = replayer.stop
    }
}
