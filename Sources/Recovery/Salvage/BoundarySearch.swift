import RedoubtBytes
import RedoubtRDB

/// Finds where records begin again behind damage.
///
/// Nothing in a snapshot marks the beginning of a record, so every place is tried: one counts if
/// the records from there on are so many and so sound that it can not be chance.
struct BoundarySearch {
    private static let limitFirst = 4 << 10
    /// How much of a record, or in front of damage, is searched for a better place.
    private static let refineMax = 16 << 20
    /// What has to speak for a record before it is read to an end that is far.
    private static let promising = 8

    /// A place where records begin.
    struct Boundary {
        let offset: Int
        /// Up to where they were read until it was certain.
        let settled: Int
        /// Where the first of them end, and what speaks for all up to there.
        let steps: [(end: Int, weight: Int)]

        /// The places to which other records may lead: one of the first may be there by chance.
        var targets: [Int] { [offset] + steps.map(\.end) }

        /// What speaks for the records up to one of the ``targets``.
        func weight(to target: Int) -> Int {
            steps.first { $0.end == target }?.weight ?? 0
        }
    }

    let file: MappedFile
    let context: PayloadContext

    /// The first place from `start` on where records begin; nil if there is none.
    func next(from start: Int, _ budget: inout WorkBudget) -> Boundary? {
        var offset = start
        while offset < file.count {
            if mayBegin(at: offset), let chain = chain(from: offset, &budget) {
                return refined(offset, chain, &budget)
            }
            offset += 1
        }
        return nil
    }

    /// A place among the last records in front of damage from which sound records lead to what was
    /// found behind it: one of those records swallowed them, its length or its count being damaged.
    ///
    /// - Returns: the record that is damaged, and where the others begin.
    func earlier(
        than damage: Int,
        leadingTo found: Boundary,
        among starts: [Int],
        _ budget: inout WorkBudget
    ) -> (record: Int, boundary: Int)? {
        guard let first = starts.first, damage - first <= Self.refineMax, !budget.isSpent else {
            return nil
        }
        let known = Set(starts)
        var offset = first + 1
        while offset < damage, !budget.isSpent {
            if !known.contains(offset), mayBegin(at: offset),
                let chain = chain(from: offset, avoiding: known, &budget)
            {
                let better = refined(offset, chain, &budget)
                guard better.offset < damage,
                    let record = starts.last(where: { $0 < better.offset })
                else { return nil }
                let path = path(from: better.offset, to: found.targets, &budget)
                // What was read behind the damaged record was read at the wrong places.
                let rival = weight(behind: record, in: starts, to: damage)
                if let path, path.weight > rival + found.weight(to: path.end) {
                    return (record, better.offset)
                }
            }
            offset += 1
        }
        return nil
    }

    /// The records from one place to one of others; nil if they do not lead there.
    private func path(
        from start: Int,
        to targets: [Int],
        _ budget: inout WorkBudget
    ) -> RecordChain? {
        let chain = RecordChain(
            file.bytes,
            from: start,
            limit: max((targets.last ?? start) - start, 1),
            in: context,
            to: targets
        )
        budget.spend(chain.cost)
        return chain.isAccepted ? chain : nil
    }

    /// What speaks for the records behind one, up to the damage.
    private func weight(behind record: Int, in starts: [Int], to damage: Int) -> Int {
        guard let next = starts.first(where: { $0 > record }) else { return Evidence.firstMin }
        let chain = RecordChain(
            file.bytes,
            from: next,
            limit: damage - next,
            in: context,
            to: [damage]
        )
        return max(chain.weight, Evidence.firstMin)
    }

    private func mayBegin(at offset: Int) -> Bool {
        PlainLook.mayBegin(file.bytes, at: offset, in: context)
    }

    /// The certain records from `offset` on, read in ever larger pieces while they are cut.
    private func chain(
        from offset: Int,
        avoiding known: Set<Int> = [],
        _ budget: inout WorkBudget
    ) -> RecordChain? {
        var wanted = Self.limitFirst
        while true {
            let limit = budget.limit(wanted)
            let chain = RecordChain(
                file.bytes,
                from: offset,
                limit: limit,
                in: context,
                avoiding: known
            )
            if chain.isAccepted { return chain }
            budget.spend(chain.cost)
            guard chain.isCut, limit == wanted, isPromising(chain, at: offset) else { return nil }
            wanted *= 16
        }
    }

    /// Whether so much speaks for a record that more of it is read.
    private func isPromising(_ chain: RecordChain, at offset: Int) -> Bool {
        if chain.weight >= Self.promising { return true }
        let head = file.bytes.extracting(offset..<min(offset + 1024, file.count))
        guard let heading = KeyHeading(head, at: offset, in: context) else { return false }
        return Evidence.weight(of: heading) >= Self.promising
    }

    /// Looks for a better beginning within the first records, which may be some by chance that
    /// swallowed the true ones.
    private func refined(
        _ start: Int,
        _ chain: RecordChain,
        _ budget: inout WorkBudget
    ) -> Boundary {
        var best = Boundary(offset: start, settled: chain.end, steps: chain.steps)
        guard let first = chain.steps.first, first.end - start <= Self.refineMax else {
            return best
        }
        let second = chain.steps.count > 1 ? chain.steps[1].end : first.end
        let bound = max(first.end, min(second, first.end + Self.limitFirst))
        let ends = chain.steps.map(\.end)
        var bestGain = Evidence.firstMin
        var offset = start + 1
        while offset < bound, !budget.isSpent {
            defer { offset += 1 }
            guard mayBegin(at: offset) else { continue }
            let limit = budget.limit(chain.end - offset)
            let other = RecordChain(file.bytes, from: offset, limit: limit, in: context, to: ends)
            budget.spend(other.cost)
            guard other.isAccepted else { continue }
            let gain = other.weight - weight(of: chain, to: other.end)
            if gain > bestGain {
                bestGain = gain
                best = Boundary(offset: offset, settled: chain.end, steps: other.steps)
            }
        }
        return best
    }

    /// What speaks for the records of a chain up to one of their ends.
    private func weight(of chain: RecordChain, to end: Int) -> Int {
        chain.steps.first { $0.end == end }?.weight ?? 0
    }
}
