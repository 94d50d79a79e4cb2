import RedoubtBytes
import RedoubtCommands

/// `MULTI`, `EXEC` and what belongs to them.
enum TransactionCommands {
    static let all: [ServedCommand] = [
        ServedCommand("MULTI", arity: 1, since: "1.2", [.insideTransaction], body: begin),
        ServedCommand("EXEC", arity: 1, since: "1.2", [.insideTransaction], body: execute),
        ServedCommand("DISCARD", arity: 1, since: "2.0", [.insideTransaction], body: discard),
        ServedCommand(
            "WATCH",
            arity: -2,
            keys: .every(first: 1, step: 1),
            since: "2.2",
            [.insideTransaction],
            body: watch
        ),
        ServedCommand("UNWATCH", arity: 1, since: "2.2") { (engine, session, _) in
            engine.unwatch(session)
            return .ok
        },
    ]

    private static func begin(
        _ engine: ServerEngine,
        _ session: Session,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply? {
        guard session.transaction == nil else {
            throw CommandError("MULTI calls can not be nested")
        }
        session.transaction = OpenTransaction()
        return .ok
    }

    private static func discard(
        _ engine: ServerEngine,
        _ session: Session,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply? {
        guard session.transaction != nil else { throw CommandError("DISCARD without MULTI") }
        session.transaction = nil
        engine.unwatch(session)
        return .ok
    }

    private static func execute(
        _ engine: ServerEngine,
        _ session: Session,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply? {
        guard let transaction = session.transaction else {
            throw CommandError("EXEC without MULTI")
        }
        session.transaction = nil
        let isBroken = engine.isWatchBroken(session)
        engine.unwatch(session)
        if transaction.isBroken {
            return .failure("EXECABORT Transaction discarded because of previous errors.")
        }
        if isBroken { return .nullArray }
        engine.run(transaction, for: session)
        return nil
    }

    private static func watch(
        _ engine: ServerEngine,
        _ session: Session,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply? {
        guard session.transaction == nil else {
            throw CommandError("WATCH inside MULTI is not allowed")
        }
        for index in 1..<arguments.count {
            let key = Watch.Key(database: session.database, key: arguments.bytes(index))
            engine.watch(key, session)
        }
        return .ok
    }
}

extension ServerEngine {
    /// Runs the commands of a transaction, whose answers go straight to the session.
    fileprivate func run(_ transaction: OpenTransaction, for session: Session) {
        if session.answers == .on {
            Reply.writeHead(UInt8(ascii: "*"), transaction.commands.count, to: &session.output)
        }
        depth += 1
        for (index, arguments) in transaction.commands { run(index, arguments.view, for: session) }
        depth -= 1
    }

    fileprivate func watch(_ key: Watch.Key, _ session: Session) {
        guard !session.watch.keys.contains(key) else { return }
        session.watch.keys.append(key)
        watchers[key, default: []].append(session.id)
        // A key whose time is over already counts as missing from the start.
        context.database = key.database
        _ = context.exists(key.key.bytes)
        tellExpiries()
    }

    /// Whether a watched key has changed, or its time is over meanwhile.
    fileprivate func isWatchBroken(_ session: Session) -> Bool {
        for key in session.watch.keys {
            context.database = key.database
            _ = context.exists(key.key.bytes)
        }
        tellExpiries()
        return session.watch.isBroken
    }

    /// Forgets what a session watches.
    func unwatch(_ session: Session) {
        for key in session.watch.keys {
            guard var left = watchers[key] else { continue }
            left.removeAll { $0 == session.id }
            watchers[key] = left.isEmpty ? nil : left
        }
        session.watch = Watch()
    }
}
