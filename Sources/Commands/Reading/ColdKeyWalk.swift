import RedoubtBytes
import RedoubtKeyspace
import RedoubtRDB
import RedoubtValues

/// Walking over the keys that are still in the snapshot; they stay there.
extension CommandContext {
    /// Calls `body` with each key of the selected database, in the order of the file.
    func forEachColdKey(_ body: (KeyHeading) -> Void) {
        guard let cold = selected.cold else { return }
        for offset in cold.sortedRecordOffsets() {
            if let key = cold.source.heading(at: offset) { body(key) }
        }
    }

    /// Goes on with a walk by cursor.
    ///
    /// - Returns: the cursor to go on with; nil if the walk has left the snapshot.
    func scanColdKeys(
        _ options: ScanOptions,
        _ left: inout Int,
        _ found: inout [Reply]
    ) -> Int64? {
        guard let start = options.coldPosition, let cold = selected.cold else { return nil }
        var next = cold.firstPosition(from: start)
        while let position = next {
            guard left > 0 else { return ScanOptions.cursor(position) }
            left -= 1
            if let key = cold.heading(at: position), isLive(key.attributes),
                options.takes(key.name), options.takes(key.type.kind)
            {
                found.append(.bulk(key.name))
            }
            next = cold.firstPosition(from: position.next)
        }
        return nil
    }

    /// A key that is still in the snapshot, as often as its turn is among all keys.
    mutating func randomColdKey() -> ByteString? {
        guard let cold = selected.cold, !cold.isEmpty,
            randomIndex(below: selected.count) < cold.count
        else { return nil }
        var chance = self.chance ?? Chance(seed: 0)
        let position = cold.randomPosition(using: &chance)
        self.chance = chance
        guard let position, let key = cold.heading(at: position) else { return nil }
        if isLive(key.attributes) { return key.name }
        expire(key.name.bytes)
        return nil
    }

    /// Any key; nil in an empty database.
    var firstKey: ByteString? {
        if let cold = selected.cold, let position = cold.firstPosition(from: .start) {
            return cold.name(at: position)
        }
        return selected.entries.first { _ in true }?.key
    }
}
