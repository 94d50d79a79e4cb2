import RedoubtBytes
import RedoubtCommands

extension ServerEngine {
    /// Tells everybody of a change: those who watch or wait for its keys, logs and replicas.
    func noteChange(by served: ServedCommand, _ arguments: borrowing Arguments, in database: Int) {
        figures.changeCount += 1
        figures.changesSinceSave += 1
        if !watchers.isEmpty || !waiters.isEmpty { touch(served, arguments, in: database) }
        guard journal.isWanted else { return }
        tellExpiries()
        if let told = context.effects.substitutes {
            for effect in told { journal.append(effect.arguments.view, in: effect.database) }
        } else {
            journal.append(arguments, in: database)
        }
    }

    /// Tells logs and replicas which keys have gone because their time was over.
    func tellExpiries() {
        let expiries = context.effects.takeExpiries()
        figures.expiredKeyCount += expiries.count
        for effect in expiries {
            let arguments = effect.arguments.view
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
        guard served.command.effect != .wholeDatabase else { return touchEverything() }
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
        for id in watchers[key] ?? [] { sessions[id]?.watch.isBroken = true }
        if waiters[key] != nil { ready.append(key) }
    }

    private func touchEverything() {
        for ids in watchers.values {
            for id in ids { sessions[id]?.watch.isBroken = true }
        }
        ready += waiters.keys
    }
}
