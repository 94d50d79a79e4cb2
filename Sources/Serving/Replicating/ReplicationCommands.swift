import RedoubtBytes
import RedoubtCodecs
import RedoubtCommands

/// The commands of replicas, and those that wait for them.
enum ReplicationCommands {
    static let all: [ServedCommand] = [
        ServedCommand("REPLCONF", arity: -1, since: "3.0", body: configure),
        ServedCommand("PSYNC", arity: -3, since: "2.8") {
            (engine, session, arguments) throws(CommandError) in
            engine.synchronise(
                session,
                history: String(decoding: arguments[1].array, as: UTF8.self).lowercased(),
                from: try arguments.integer(2)
            )
            return nil
        },
        ServedCommand("SYNC", arity: 1) { (engine, session, _) in
            engine.synchronise(session, history: "?", from: -1, isOld: true)
            return nil
        },
        ServedCommand("WAIT", arity: 3, since: "3.0", body: wait),
    ]

    /// `REPLCONF option value …`; what is not known is taken, as servers do of one another.
    private static func configure(
        _ engine: ServerEngine,
        _ session: Session,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply? {
        guard arguments.count % 2 == 1 else { throw .syntax }
        let link = engine.replicas[session.id] ?? ReplicaLink(nowMs: engine.nowMs)
        for index in stride(from: 1, to: arguments.count, by: 2) {
            if arguments.matches(index, "ACK") {
                engine.note(link, acknowledged: try arguments.integer(index + 1), session)
                return nil
            }
            if arguments.matches(index, "GETACK") { return nil }
            if arguments.matches(index, "LISTENING-PORT") {
                link.port = Int(try arguments.integer(index + 1, in: 0...65535))
            } else if arguments.matches(index, "CAPA") {
                if arguments.matches(index + 1, "EOF") { link.readsMarkedEnd = true }
                if arguments.matches(index + 1, "PSYNC2") { link.readsNewName = true }
            }
        }
        engine.replicas[session.id] = link
        return .ok
    }

    /// `WAIT count milliseconds`.
    private static func wait(
        _ engine: ServerEngine,
        _ session: Session,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply? {
        let wanted = Int(clamping: try arguments.integer(1))
        guard let time = try? arguments.integer(2) else {
            throw CommandError("timeout is not an integer or out of range")
        }
        guard time >= 0 else { throw CommandError("timeout is negative") }
        engine.flushJournal()
        let offset = engine.backlog.offset
        let count = engine.replicaCount(at: offset)
        guard count < wanted, engine.depth == 0 else { return .count(count) }
        engine.askForAcknowledgements()
        engine.block(
            session,
            BlockedRequest(
                index: 0,
                arguments: OwnedArguments([]),
                database: session.database,
                keys: [],
                deadlineMs: time == 0 ? nil : engine.nowMs + time,
                atDeadline: .null,
                replicas: (count: wanted, offset: offset)
            )
        )
        return nil
    }
}
