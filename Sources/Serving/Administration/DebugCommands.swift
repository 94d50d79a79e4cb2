import RedoubtAnalysis
import RedoubtBytes
import RedoubtCodecs
import RedoubtCommands
import RedoubtKeyspace
import RedoubtValues

/// `DEBUG DIGEST|DIGEST-VALUE|OBJECT|SLEEP` and what test suites call besides.
enum DebugCommands {
    static func run(
        _ engine: ServerEngine,
        _ session: Session,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply? {
        let word = ServerCommands.word(arguments, 1)
        switch (word.uppercased(), arguments.count) {
        case ("DIGEST", 2): return .status(try engine.digest())
        case ("DIGEST-VALUE", 3...):
            var replies: [Reply] = []
            for index in 2..<arguments.count {
                let hex = try engine.digest(of: arguments[index], in: session.database)
                replies.append(.status(hex))
            }
            return .array(replies)
        case ("OBJECT", 3): return try describe(engine, session, arguments)
        case ("SLEEP", 3):
            guard let seconds = ScoreText.parse(arguments[2]), seconds >= 0 else {
                throw .notADouble
            }
            engine.sleep(seconds)
            return .ok
        case ("SET-ACTIVE-EXPIRE", 3):
            engine.expiresActively = try arguments.integer(2) != 0
            return .ok
        case ("JMAP", 2), ("CHANGE-REPL-ID", 2): return .ok
        default: return .failure(ServerCommands.unknownSubcommand(word, of: "DEBUG"))
        }
    }

    private static func describe(
        _ engine: ServerEngine,
        _ session: Session,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply {
        engine.context.database = session.database
        guard let entry = engine.context.entry(of: arguments[2]) else { throw .noSuchKey }
        let place = entry.value.isFrozen ? "frozen" : "memory"
        return .status(
            "Value at:0x0 refcount:1 encoding:\(entry.value.kind.name) serializedlength:0 lru:0 "
                + "lru_seconds_idle:0 place:\(place)"
        )
    }
}

extension ServerEngine {
    /// The digest of the whole dataset, as servers compute it.
    func digest() throws(CommandError) -> String {
        var digest = DatasetDigest(profile: options.profile)
        do throws(Fault) {
            for number in context.keyspace.databaseNumbers {
                try context.keyspace[database: number].forEachKey {
                    (name, entry) throws(Fault) in
                    let isExpiring = entry.attributes.expiresAtMs != nil
                    try digest.add(name.bytes, database: number, hasExpiry: isExpiring) {
                        (value) throws(Fault) in
                        try entry.value.visit(&value)
                    }
                }
            }
        } catch {
            throw .damaged(error)
        }
        return digest.hex
    }

    /// The digest of one value without its key; zeros for a missing key.
    fileprivate func digest(
        of key: RawSpan,
        in database: Int
    ) throws(CommandError) -> String {
        context.database = database
        guard let entry = context.entry(of: key) else { return String(repeating: "0", count: 40) }
        var digest = ValueDigest(profile: options.profile)
        do throws(Fault) {
            try entry.value.visit(&digest)
        } catch {
            throw .damaged(error)
        }
        return digest.hex(hasExpiry: entry.attributes.expiresAtMs != nil)
    }
}
