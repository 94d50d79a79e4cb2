import RedoubtBytes
import RedoubtCommands
import RedoubtKeyspace
import RedoubtValues

extension ServerEngine {
    /// Counts a snapshot.
    public func noteSave(failed: Bool) {
        saving.isSaving = false
        saving.hasSaved = !failed
        guard !failed else { return }
        saving.lastSaveMs = nowMs
        figures.changesSinceSave = 0
    }

    /// Removes some of the keys whose time is over.
    ///
    /// A few keys of each database are looked at, picked by chance among those that expire in the
    /// snapshot and in turn among the others; where many of them are over, some more.
    func expireSomeKeys() {
        guard expiresActively, options.writes != .refused, isReady else { return }
        for number in context.keyspace.databaseNumbers {
            context.database = number
            for _ in 0..<Self.expiryRounds {
                context.effects.removeAll()
                let (seen, overdue) = overdueKeys(in: number)
                for name in overdue { _ = context.exists(name.bytes) }
                tellExpiries()
                guard overdue.count * 4 > seen else { break }
            }
        }
        settle()
    }

    private static let expiryRounds = 50
    private static let expirySampleCount = 20
    private static let expiryWalkCount = 1000

    /// Some keys whose time is over, and how many were looked at for them.
    private func overdueKeys(in number: Int) -> (seen: Int, overdue: [ByteString]) {
        var names: [ByteString] = []
        var seen = 0
        let database = context.keyspace[database: number]
        if let cold = database.cold, cold.expiringCount > 0 {
            var chance = context.chance ?? Chance(seed: 0)
            for _ in 0..<Self.expirySampleCount {
                guard let place = cold.randomPosition(expiring: true, using: &chance),
                    let expiry = cold.expiry(at: place)
                else { continue }
                seen += 1
                if expiry <= nowMs, let name = cold.name(at: place) { names.append(name) }
            }
            context.chance = chance
        }
        let entries = database.entries
        var place = expiryPlaces[number] ?? entries.endPosition
        for _ in 0..<min(Self.expiryWalkCount, entries.count) {
            let next = entries.lastPosition(before: place)
            place = next ?? entries.lastPosition(before: entries.endPosition) ?? 0
            guard let expiry = entries[valueAt: place].attributes.expiresAtMs else { continue }
            seen += 1
            if expiry <= nowMs, let name = entries.entry(at: place)?.key { names.append(name) }
        }
        expiryPlaces[number] = place
        return (seen, names)
    }

    /// Does nothing for a time, as those want who test their clients.
    func sleep(_ seconds: Double) {
        host?.sleep(seconds)
    }
}
