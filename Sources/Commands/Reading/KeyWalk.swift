import RedoubtBytes
import RedoubtKeyspace
import RedoubtRDB
import RedoubtValues

/// Walking over the keys of a database: `KEYS`, `SCAN`, `RANDOMKEY`.
///
/// A walk by cursor goes from the last position to the first, so that a key which is there all the
/// time is never passed over, as `KeyTable.lastPosition(before:)` tells; one that is moved
/// may be met twice, as the servers allow themselves too. Keys that are still in the snapshot come
/// before all others: one that is touched meanwhile goes to those that come later.
enum KeyWalk {
    static let all: [Command] = [
        ReadingCommands.reading("KEYS", arity: 2, keys: .none, keys),
        ReadingCommands.reading("SCAN", arity: -2, keys: .none, since: "2.8", scan),
        ReadingCommands.reading("RANDOMKEY", arity: 1, keys: .none, random),
    ]

    private static func keys(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply {
        let pattern = arguments.bytes(1)
        var found: [ByteString] = []
        context.forEachColdKey { key in
            if GlobPattern.matches(pattern, key.name), context.isLive(key.attributes) {
                found.append(key.name)
            }
        }
        for entry in context.selected.entries
        where GlobPattern.matches(pattern, entry.key) && context.isLive(entry.value.attributes) {
            found.append(entry.key)
        }
        // A script gets them sorted, so that it does the same on every server.
        if !context.isServing { found.sort() }
        return .array(found.map { .bulk($0) })
    }

    private static func scan(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply {
        try context.requireServing("SCAN")
        let cursor = try ScanOptions.cursor(arguments, 1)
        let options = try ScanOptions(arguments, cursor, behind: 1, knowsTypes: true)
        var found: [Reply] = []
        var left = options.count
        if let next = context.scanColdKeys(options, &left, &found) {
            return .array([.bulk(ByteString(decimal: next)), .array(found)])
        }
        var place = options.entryPosition ?? context.selected.entries.endPosition
        var next = context.selected.entries.lastPosition(before: place)
        while left > 0, let position = next {
            place = position
            next = context.selected.entries.lastPosition(before: position)
            left -= 1
            guard let entry = context.selected.entries.entry(at: position),
                context.isLive(entry.value.attributes), options.takes(entry.key),
                options.takes(entry.value.value.kind)
            else { continue }
            found.append(.bulk(entry.key))
        }
        let goesOnAt = next == nil ? 0 : Int64(place)
        return .array([.bulk(ByteString(decimal: goesOnAt)), .array(found)])
    }

    private static func random(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply {
        try context.requireServing("RANDOMKEY")
        // Keys whose time is over are removed when they are met, up to a bound.
        for _ in 0..<100 {
            guard !context.selected.isEmpty else { return .null }
            if let key = context.randomColdKey() { return .bulk(key) }
            if let key = context.randomKey(), context.exists(key.bytes) { return .bulk(key) }
        }
        return context.firstKey.map { .bulk($0) } ?? .null
    }
}

extension CommandContext {
    /// Whether the time of a key is not over yet; in a replay it never is.
    func isLive(_ attributes: KeyAttributes) -> Bool {
        guard isServing, let expiry = attributes.expiresAtMs else { return true }
        return expiry > clock.nowMs
    }

    /// Ends a replay whose script asks for what a log does not decide.
    func requireServing(_ name: String) throws(CommandError) {
        guard !isServing else { return }
        throw CommandError(
            .unreproducible,
            "the log does not tell what the server answered to a command of the script",
            subject: name
        )
    }

    /// A key among the entries, left to chance.
    fileprivate mutating func randomKey() -> ByteString? {
        var chance = self.chance ?? Chance(seed: 0)
        let position = selected.entries.randomPosition(using: &chance)
        self.chance = chance
        return position.flatMap { selected.entries.entry(at: $0)?.key }
    }

    /// A number below a bound, left to chance.
    mutating func randomIndex(below bound: Int) -> Int {
        guard bound > 0 else { return 0 }
        var chance = self.chance ?? Chance(seed: 0)
        defer { self.chance = chance }
        return Int.random(in: 0..<bound, using: &chance)
    }
}
