import RedoubtBytes
import RedoubtCommands

/// `CLIENT` and its subcommands.
enum ClientCommands {
    static let all: [ServedCommand] = [
        ServedCommand("CLIENT", arity: -2, since: "2.4") {
            (engine, session, arguments) throws(CommandError) in
            try run(engine, session, arguments)
        }
    ]

    static let badName = Reply.failure(
        "ERR Client names cannot contain spaces, newlines or special characters."
    )

    /// Whether a name may be given: lists of clients must stay readable.
    static func isName(_ name: ByteString) -> Bool {
        name.array.allSatisfy { (0x21...0x7E).contains($0) }
    }

    private static func run(
        _ engine: ServerEngine,
        _ session: Session,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply? {
        let word = String(decoding: arguments[1].array, as: UTF8.self)
        switch (word.uppercased(), arguments.count) {
        case ("ID", 2): return .count(session.id)
        case ("GETNAME", 2): return session.name.isEmpty ? .null : .bulk(session.name)
        case ("SETNAME", 3):
            let name = arguments.bytes(2)
            guard isName(name) else { return badName }
            session.name = name
            return .ok
        case ("SETINFO", 4): return note(session, arguments)
        case ("INFO", 2): return .text(ByteString(engine.line(of: session) + "\n"))
        case ("LIST", _): return try list(engine, arguments)
        case ("KILL", 3...): return try kill(engine, session, arguments)
        case ("REPLY", 3): return try setAnswers(session, arguments)
        case ("UNBLOCK", 3...4): return try unblock(engine, arguments)
        case ("NO-EVICT", 3), ("NO-TOUCH", 3):
            let isOn = arguments.matches(2, "ON")
            guard isOn || arguments.matches(2, "OFF") else { throw .syntax }
            if arguments.matches(1, "NO-TOUCH") {
                session.touchesNothing = isOn
            } else {
                session.isKept = isOn
            }
            return .ok
        case ("PAUSE", 3...4): return try pause(engine, arguments)
        case ("UNPAUSE", 2):
            engine.endPause(atOnce: true)
            return .ok
        case ("GETREDIR", 2): return .count(redirect(session))
        case ("TRACKINGINFO", 2): return trackingInfo(session)
        case ("CACHING", 3): return try setCaching(session, arguments)
        case ("TRACKING", 3...): return try track(engine, session, arguments)
        default:
            return .failure(ServerCommands.unknownSubcommand(word, of: "CLIENT"))
        }
    }

    private static func note(_ session: Session, _ arguments: borrowing Arguments) -> Reply {
        let value = arguments.bytes(3)
        guard isName(value) else {
            return .failure(
                "ERR \(String(decoding: arguments[2].array, as: UTF8.self)) cannot contain spaces, "
                    + "newlines or special characters."
            )
        }
        if arguments.matches(2, "LIB-NAME") {
            session.library = value
        } else if arguments.matches(2, "LIB-VER") {
            session.libraryVersion = value
        } else {
            return .failure("ERR Unrecognized option '\(arguments.bytes(2).printable)'")
        }
        return .ok
    }

    private static func list(
        _ engine: ServerEngine,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply {
        var wanted = engine.sessions.values.sorted { $0.id < $1.id }
        if arguments.matches(2, "TYPE"), arguments.count == 4 {
            try checkType(arguments, 3)
            wanted = wanted.filter { engine.isOfType($0, arguments.bytes(3)) }
        } else if arguments.matches(2, "ID"), arguments.count > 3 {
            var ids: Set<Int64> = []
            for index in 3..<arguments.count { ids.insert(try clientID(arguments, index)) }
            wanted = wanted.filter { ids.contains(Int64($0.id)) }
        } else if arguments.count != 2 {
            throw .syntax
        }
        return .text(ByteString(wanted.map { engine.line(of: $0) + "\n" }.joined()))
    }

    private static func clientID(
        _ arguments: borrowing Arguments,
        _ index: Int
    ) throws(CommandError) -> Int64 {
        guard let id = try? arguments.integer(index), id > 0 else {
            throw CommandError("Invalid client ID")
        }
        return id
    }

    /// Refuses a kind of client that there is not.
    static func checkType(
        _ arguments: borrowing Arguments,
        _ index: Int
    ) throws(CommandError) {
        let words: [StaticString] = ["NORMAL", "PUBSUB", "REPLICA", "SLAVE", "MASTER"]
        for word in words where arguments.matches(index, word) { return }
        let type = ServerCommands.word(arguments, index)
        throw CommandError(.error, saying: "Unknown client type '\(type)'")
    }

    private static func setAnswers(
        _ session: Session,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply? {
        if arguments.matches(2, "ON") {
            session.answers = .on
            return .ok
        }
        if arguments.matches(2, "OFF") {
            session.answers = .off
        } else if arguments.matches(2, "SKIP") {
            if session.answers != .off { session.answers = .skipNext }
        } else {
            throw .syntax
        }
        return nil
    }

    /// `CLIENT PAUSE milliseconds [WRITE|ALL]`.
    private static func pause(
        _ engine: ServerEngine,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply {
        guard let time = try? arguments.integer(2) else {
            throw CommandError("timeout is not an integer or out of range")
        }
        guard time >= 0 else { throw CommandError("timeout is negative") }
        let isForWrites = arguments.matches(3, "WRITE")
        guard arguments.count == 3 || isForWrites || arguments.matches(3, "ALL") else {
            throw CommandError("CLIENT PAUSE mode must be WRITE or ALL")
        }
        let end = engine.nowMs.addingReportingOverflow(time)
        engine.pause = (end.overflow ? .max : end.partialValue, !isForWrites)
        return .ok
    }

    private static func unblock(
        _ engine: ServerEngine,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply {
        let id = Int(try arguments.integer(2))
        var isError = false
        if arguments.count == 4 {
            isError = arguments.matches(3, "ERROR")
            guard isError || arguments.matches(3, "TIMEOUT") else {
                return .failure("ERR CLIENT UNBLOCK reason should be TIMEOUT or ERROR")
            }
        }
        guard let other = engine.sessions[id], let blocked = other.blocked else {
            return .integer(0)
        }
        let line = "UNBLOCKED client unblocked via CLIENT UNBLOCK"
        engine.release(other, isError ? .failure(line) : blocked.atDeadline)
        return .integer(1)
    }
}
