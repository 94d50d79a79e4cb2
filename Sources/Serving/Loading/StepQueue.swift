import RedoubtBytes
import RedoubtKeyspace
public import RedoubtRecovery

/// Steps on their way from the thread that loads to their owner: in their order, but for places of
/// keys that somebody waits for, which go first.
///
/// Places may come in any order; whatever stands behind them stays behind them.
public struct StepQueue {
    private var steps: [LoadStep?] = []
    /// The next step to be taken.
    private var first = 0
    private var urgent: [LoadStep] = []
    /// The hashes of the keys that somebody waits for.
    private var wanted: Set<UInt64> = []

    /// The most keys that are looked out for; others are found when their turn comes.
    private static let wantedMax = 256
    /// How many steps that were taken may be kept.
    private static let takenMax = 1 << 10

    /// No steps.
    public init() {}

    /// Whether there are no steps.
    public var isEmpty: Bool { urgent.isEmpty && first == steps.count }

    /// Adds a step at the end, or in front of all if somebody waits for a key of it.
    public mutating func add(_ step: LoadStep) {
        if isWanted(step) { urgent.append(step) } else { steps.append(step) }
    }

    /// Takes the next step; nil if there is none.
    public mutating func next() -> LoadStep? {
        if !urgent.isEmpty { return urgent.removeFirst() }
        while first < steps.count {
            let step = steps[first].take()
            first += 1
            if first == steps.count || first >= Self.takenMax {
                steps.removeFirst(first)
                first = 0
            }
            if let step { return step }
        }
        return nil
    }

    /// Looks out for a key, by its ``RedoubtKeyspace/ColdKeys/hash(of:_:)``.
    public mutating func want(_ hash: UInt64) {
        guard wanted.count < Self.wantedMax, wanted.insert(hash).inserted else { return }
        for index in first..<steps.count {
            guard let step = steps[index], isWanted(step) else { continue }
            urgent.append(step)
            steps[index] = nil
            skipTaken()
            return
        }
    }

    /// Forgets all steps, and who waits.
    public mutating func removeAll() {
        self = StepQueue()
    }

    /// No hole stands first, so that a queue with nothing in it is empty.
    private mutating func skipTaken() {
        while let last = steps.last, last == nil, steps.count > first { steps.removeLast() }
    }

    private mutating func isWanted(_ step: LoadStep) -> Bool {
        guard !wanted.isEmpty, case .places(let keys) = step else { return false }
        let found = keys.batch.hashes(among: wanted)
        wanted.subtract(found)
        return !found.isEmpty
    }
}
