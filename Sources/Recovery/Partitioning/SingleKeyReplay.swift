import RedoubtBytes
import RedoubtCommands
import RedoubtKeyspace

/// The records of one key, from the last one that leaves nothing of what was before.
struct SingleKeyReplay {
    private let shard: LoadedShard
    private let group: KeyGroups.Group
    /// Records of another key with the same identity.
    private var strays: [Int] = []
    /// Where the snapshot's keys stand that the records name.
    private(set) var replayed: [PastKeys.Place] = []

    init(_ shard: LoadedShard, _ group: KeyGroups.Group) {
        self.shard = shard
        self.group = group
    }

    /// Hands the string over that the last record gives the key, if it does nothing but that: it is
    /// not even brought into memory.
    ///
    /// - Returns: false, and nothing has changed, if the last record does something else.
    mutating func assign<Receiver: KeyReceiver & ~Copyable>(
        _ replayer: inout KeyReplayer,
        to receiver: inout Receiver
    ) throws(Fault) -> Bool {
        let last = shard.records[Int(group.last)]
        guard group.last == group.lastBlind, replayer.mayAssign(last.record) else { return false }
        var key: ByteString?
        if group.first != group.last || !shard.past.isEmpty {
            key = replayer.key(of: shard.records[Int(group.first)], in: shard.database)
        }
        guard try replayer.assign(last, to: key, &receiver) else { return false }
        replayer.count(last.record)
        if let key { _ = note(key) }
        supersede(before: Int(group.last), &replayer)
        return true
    }

    /// Applies the records.
    mutating func replay(_ replayer: inout KeyReplayer) {
        let first = Int(group.first)
        if group.first == group.last, shard.past.isEmpty {
            // What else its key may be called does not matter.
            _ = replayer.apply(shard.records[first], to: nil, in: shard.database)
            return
        }
        guard let key = replayer.key(of: shard.records[first], in: shard.database) else { return }
        let place = note(key)
        if !replayFromLastBlind(key, &replayer) {
            load(key, place, &replayer)
            apply(from: first, key, &replayer)
        }
        while let first = strays.first {
            let rest = strays
            strays = []
            guard let key = replayer.key(of: shard.records[first], in: shard.database) else {
                return
            }
            load(key, note(key), &replayer)
            for index in rest { apply(index, key, &replayer) }
        }
    }

    /// - Returns: false, and nothing has changed, if there is no such record, or if it fails.
    private mutating func replayFromLastBlind(
        _ key: ByteString,
        _ replayer: inout KeyReplayer
    ) -> Bool {
        let blind = Int(group.lastBlind)
        guard blind > group.first || blind == group.first && !shard.past.isEmpty else {
            return false
        }
        let trial = replayer.apply(shard.records[blind], to: key, in: shard.database, counts: false)
        guard trial == .applied else { return false }
        replayer.count(shard.records[blind].record)
        supersede(before: blind, &replayer)
        if let next = shard.groups.index(behind: blind) { apply(from: next, key, &replayer) }
        return true
    }

    private func supersede(before last: Int, _ replayer: inout KeyReplayer) {
        var index = Int(group.first)
        while index != last, let next = shard.groups.index(behind: index) {
            replayer.supersede(shard.records[index].record)
            index = next
        }
    }

    private mutating func apply(
        from first: Int,
        _ key: ByteString,
        _ replayer: inout KeyReplayer
    ) {
        var index = Optional(first)
        while let here = index {
            apply(here, key, &replayer)
            index = shard.groups.index(behind: here)
        }
    }

    private mutating func apply(_ index: Int, _ key: ByteString, _ replayer: inout KeyReplayer) {
        let outcome = replayer.apply(shard.records[index], to: key, in: shard.database)
        if outcome == nil { strays.append(index) }
    }

    /// Takes note that the records name a key.
    ///
    /// - Returns: where the snapshot has it; nil if it has not.
    private mutating func note(_ key: ByteString) -> PastKeys.Place? {
        guard let place = shard.past.place(of: key.bytes) else { return nil }
        replayed.append(place)
        return place
    }

    private func load(
        _ key: ByteString,
        _ place: PastKeys.Place?,
        _ replayer: inout KeyReplayer
    ) {
        guard let place, let entry = shard.past.entry(at: place) else { return }
        replayer.context.selected.entries.set(key, to: entry.value)
    }
}
