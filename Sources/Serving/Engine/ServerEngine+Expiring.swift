import RedoubtBytes
import RedoubtCommands
import RedoubtKeyspace
import RedoubtValues

/// Removing what is over though nobody asks for it.
extension ServerEngine {
    /// Removes some of the keys, and of the fields of hashes, whose time is over.
    ///
    /// A few keys of each database are looked at, picked by chance among those that expire in the
    /// snapshot and in turn among the others; where many of them are over, some more.
    func expireSomeKeys() {
        guard expiresActively, options.writes != .refused, isReady else { return }
        for number in context.keyspace.databaseNumbers {
            context.database = number
            for _ in 0..<Self.roundMax {
                context.effects.removeAll()
                let found = whatIsOver(in: number)
                for name in found.keys { _ = context.exists(name.bytes) }
                for name in found.hashes { context.expireFields(of: name.bytes) }
                tellExpiries()
                guard (found.keys.count + found.hashes.count) * 4 > found.seen else { break }
            }
        }
        settle()
    }

    private static let roundMax = 50
    private static let sampleCount = 20
    private static let walkCount = 1000
    /// The most bytes of hashes in the snapshot that a round looks at for the times of fields.
    private static let frozenByteMax = 1 << 20

    /// Some keys whose time is over, some hashes with such fields, and how many were looked at for
    /// them.
    private struct Overdue {
        var keys: [ByteString] = []
        var hashes: [ByteString] = []
        var seen = 0
    }

    private func whatIsOver(in number: Int) -> Overdue {
        var found = Overdue()
        let database = context.keyspace[database: number]
        if let cold = database.cold, cold.expiringCount > 0 { sample(cold, into: &found) }
        let entries = database.entries
        var place = expiryPlaces[number] ?? entries.endPosition
        var frozenBytes = 0
        for _ in 0..<min(Self.walkCount, entries.count) {
            let next = entries.lastPosition(before: place)
            place = next ?? entries.lastPosition(before: entries.endPosition) ?? 0
            let times = context.keyspace.times(at: place, in: number)
            frozenBytes += times.byteCount
            if let expiry = times.key {
                found.seen += 1
                if expiry <= nowMs, let name = entries.entry(at: place)?.key {
                    found.keys.append(name)
                    continue
                }
            }
            guard times.firstField < .max else { continue }
            found.seen += 1
            if times.firstField <= nowMs, let name = entries.entry(at: place)?.key {
                found.hashes.append(name)
            }
            guard frozenBytes <= Self.frozenByteMax else { break }
        }
        expiryPlaces[number] = place
        return found
    }

    /// Looks at some of the keys in the snapshot that expire.
    private func sample(_ cold: ColdKeys, into found: inout Overdue) {
        var chance = context.chance ?? Chance(seed: 0)
        for _ in 0..<Self.sampleCount {
            guard let place = cold.randomPosition(expiring: true, using: &chance),
                let expiry = cold.expiry(at: place)
            else { continue }
            found.seen += 1
            if expiry <= nowMs, let name = cold.name(at: place) { found.keys.append(name) }
        }
        context.chance = chance
    }
}

extension Keyspace {
    /// When a key and the first of its fields expire, and how many bytes of the snapshot had to be
    /// read for it.
    fileprivate func times(
        at position: Int,
        in number: Int
    ) -> (key: Int64?, firstField: Int64, byteCount: Int) {
        let expiry = expiry(at: position, in: number)
        guard kind(at: position, in: number)?.kind == .hash else { return (expiry, .max, 0) }
        guard let frozen = value(at: position, in: number)?.frozenWithFieldExpiries else {
            return (expiry, firstFieldExpiry(at: position, in: number), 0)
        }
        return (expiry, frozen.firstFieldExpiry, frozen.range.count)
    }
}
