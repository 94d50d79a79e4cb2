import RedoubtBytes
import RedoubtRDB

/// What happens where a record can't be read.
extension SnapshotSurvey {
    /// Notes a gap and goes on behind it.
    mutating func recover(from fault: Fault) {
        let (damage, starts) = dropWeightless()
        let search = BoundarySearch(file: file, context: context)
        let found = search.next(from: damage + 1, &budget)
        var start = damage
        var next = found?.offset
        if let found {
            let other = search.earlier(
                than: damage,
                leadingTo: found,
                among: starts,
                &budget
            )
            if let other {
                start = other.record
                next = other.boundary
                drop(from: start, in: starts)
            }
        }
        restoreDatabase()
        let end = next ?? endOfGap(behind: damage)
        let unsettled = start..<max(found?.settled ?? end, end)
        note(fault, start..<end, unsettled: unsettled)
        offset = next ?? file.count
        beginTail()
        if next == nil {
            offset = damage
            endBehindGap()
        }
    }

    private func endOfGap(behind damage: Int) -> Int {
        let rule = SnapshotEnd(format: result.format)
        let mark = rule.markOffset(inFileOf: file.count)
        guard mark >= damage, rule.format.hasChecksum, file.bytes[byte: mark] == 255 else {
            return SnapshotEnd.logOffset(in: file.bytes, from: damage) ?? file.count
        }
        return max(mark, damage)
    }

    private mutating func note(_ fault: Fault, _ range: Range<Int>, unsettled: Range<Int>) {
        let index = result.sections.count - 1
        result.sections[index].gaps.append(result.gaps.count)
        let file = file
        let rest = file.bytes.extracting(range)
        let gap = SurveyResult.Gap(
            range: range,
            unsettled: unsettled,
            fault: fault,
            heading: KeyHeading(rest, at: range.lowerBound, in: context),
            database: result.sections[index].database
        )
        result.gaps.append(gap)
    }

    /// Behind the next gap the keys belong again to the database from in front of a strange number.
    private mutating func restoreDatabase() {
        guard let database = databaseBefore else { return }
        databaseBefore = nil
        var section = SurveyResult.Section(database: database, isStated: true)
        section.doubt = .database
        result.sections.append(section)
    }

    /// Where the damage begins, and the last keys in front of it.
    ///
    /// Bytes that are all zero read as keys without a name and a value: those in front of damage
    /// are part of it.
    private mutating func dropWeightless() -> (damage: Int, starts: [Int]) {
        let items = recentItems()
        guard let first = items.firstIndex(where: \.isWeightless) else {
            return (offset, items.map(\.start))
        }
        let start = items[first].start
        drop(from: start, in: items.map(\.start))
        return (start, items[..<first].map(\.start))
    }

    /// The keys in front of damage that were passed over last.
    private func recentItems() -> [(start: Int, isWeightless: Bool)] {
        guard let run = result.sections.last?.runs.last, run.range.upperBound == offset else {
            return []
        }
        var items: [(start: Int, isWeightless: Bool)] = []
        var position = max(tailStart, run.range.lowerBound)
        while position < offset {
            let rest = file.bytes.extracting(position..<offset)
            guard let item = try? SnapshotItem(rest, at: position, in: context) else { return [] }
            // Two keys without a name can't be in a database.
            let isWeightless = item.range.count == 3 && rest[byte: 1] == 0 && rest[byte: 2] == 0
            items.append((position, isWeightless))
            position = item.range.upperBound
        }
        return items
    }

    /// Takes keys back: one of them is damaged, and what follows was read at the wrong places.
    private mutating func drop(from start: Int, in starts: [Int]) {
        let index = result.sections.count - 1
        guard let run = result.sections[index].runs.popLast() else { return }
        let count = run.count - starts.count { $0 >= start }
        guard start > run.range.lowerBound, count > 0 else { return }
        result.sections[index].runs.append(
            SurveyResult.Run(range: run.range.lowerBound..<start, count: count)
        )
    }
}
