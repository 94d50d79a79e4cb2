import RedoubtBytes
import RedoubtCommands

extension ServerEngine {
    /// Tells everybody of a change: those who watch or wait for its keys, logs and replicas.
    ///
    /// - Parameter held: the watched keys that were there, before a change of whole databases.
    func noteChange(
        by served: ServedCommand,
        _ arguments: borrowing Arguments,
        in database: Int,
        _ held: Set<Watch.Key> = []
    ) {
        figures.changeCount += 1
        figures.changesSinceSave += 1
        if !watchers.isEmpty || !waiters.isEmpty || trackerCount > 0 {
            touch(served, arguments, in: database)
            if served.command.effect == .wholeDatabase { touchWatched(held, arguments) }
        }
        guard journal.isWanted else { return }
        tellExpiries()
        if let told = context.effects.substitutes {
            for effect in told { journal.append(effect.arguments.view, in: effect.database) }
        } else {
            journal.append(arguments, in: database)
        }
    }

    /// Tells logs and replicas which keys, and fields of hashes, have gone because their time was
    /// over.
    func tellExpiries() {
        let expiries = context.effects.takeExpiries()
        for effect in expiries {
            let arguments = effect.arguments.view
            if arguments.count > 2 {
                figures.expiredFieldCount += arguments.count - 2
            } else {
                figures.expiredKeyCount += 1
            }
            touch(Watch.Key(database: effect.database, key: arguments.bytes(1)))
            if journal.isWanted { journal.append(arguments, in: effect.database) }
        }
    }

    private func touch(
        _ served: ServedCommand,
        _ arguments: borrowing Arguments,
        in database: Int
    ) {
        guard !served.isScript else { return touchWhatScriptsChanged() }
        guard served.command.effect != .wholeDatabase else {
            ready += waiters.keys
            if trackerCount > 0, served.command.name != "SWAPDB" { noteAllTracked() }
            return
        }
        for use in served.command.keyUses(in: arguments) where use.role != .source {
            let key = Watch.Key(
                database: use.database ?? database,
                key: arguments.bytes(use.argument)
            )
            touch(key)
        }
    }

    private func touchWhatScriptsChanged() {
        for effect in context.effects.substitutes ?? [] {
            let arguments = effect.arguments.view
            guard let index = table.index(of: arguments[0]) else { continue }
            touch(table.commands[index], arguments, in: effect.database)
        }
    }

    /// Tells those who watch or wait for a key that it changed.
    func touch(_ key: Watch.Key) {
        if trackerCount > 0 { noteTracked(key.key) }
        for id in watchers[key] ?? [] { sessions[id]?.watch.isBroken = true }
        if waiters[key] != nil { ready.append(key) }
    }

    /// The watched keys that exist.
    func watchedKeysThere() -> Set<Watch.Key> {
        Set(watchers.keys.filter(isThere))
    }

    /// Tells those who watch keys behind a change of whole databases: keys that were emptied out,
    /// or are in one of two databases that changed places.
    private func touchWatched(_ held: Set<Watch.Key>, _ arguments: borrowing Arguments) {
        var swapped: Set<Int64> = []
        if arguments.matches(0, "SWAPDB") {
            for index in 1..<3 { swapped.insert((try? arguments.integer(index)) ?? -1) }
        }
        for (key, ids) in watchers {
            let (was, isNow) = (held.contains(key), isThere(key))
            guard was != isNow || was && swapped.contains(Int64(key.database)) else { continue }
            for id in ids { sessions[id]?.watch.isBroken = true }
        }
    }

    private func isThere(_ key: Watch.Key) -> Bool {
        let database = context.database
        defer { context.database = database }
        context.database = key.database
        return context.exists(key.key.bytes)
    }
}
