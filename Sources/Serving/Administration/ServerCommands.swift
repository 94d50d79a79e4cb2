import RedoubtBytes
import RedoubtCommands

/// The commands with which people look after a server.
enum ServerCommands {
    static let all: [ServedCommand] = [
        ServedCommand("INFO", arity: -1, body: InfoText.answer),
        ServedCommand("CONFIG", arity: -2, since: "2.0", body: ConfigCommands.run),
        ServedCommand("COMMAND", arity: -1, since: "2.8.13", body: CommandCommands.run),
        ServedCommand("DEBUG", arity: -2, body: DebugCommands.run),
        ServedCommand("MONITOR", arity: 1) { (engine, session, _) in
            session.isMonitor = true
            engine.monitors.insert(session.id)
            return .ok
        },
        ServedCommand("ROLE", arity: 1, since: "2.8.12") { (engine, _, _) in engine.role },
        ServedCommand("SHUTDOWN", arity: -1) { (engine, session, arguments) in
            if arguments.count == 2, arguments.matches(1, "ABORT") {
                return .failure("ERR No shutdown in progress.")
            }
            session.isClosing = true
            engine.host?.shutDown()
            return nil
        },
        saving("SAVE", 1, .snapshot, .ok),
        saving("BGSAVE", -1, .snapshotBeside, .status("Background saving started")),
        saving(
            "BGREWRITEAOF",
            1,
            .rewrite,
            .status("Background append only file rewriting started")
        ),
        ServedCommand("LASTSAVE", arity: 1) { (engine, _, _) in
            .integer(engine.lastSaveMs / 1000)
        },
        ServedCommand("SWAPDB", arity: 3, since: "4.0", body: swap),
        ServedCommand("MODULE", arity: -2, since: "4.0") { (_, _, arguments) in
            if arguments.matches(1, "LIST") { return .array([]) }
            return .failure("ERR modules are not served here")
        },
        ServedCommand("ACL", arity: -2, since: "6.0", body: AccessCommands.run),
        ServedCommand("SLOWLOG", arity: -2, since: "2.2.12", body: SlowLogCommands.run),
        ServedCommand("LATENCY", arity: -2, since: "2.8.13", body: LatencyCommands.run),
        ServedCommand(
            "MEMORY",
            arity: -2,
            keys: .one(2),
            since: "4.0",
            body: MemoryCommands.run
        ),
        refused("CLUSTER", -2, "ERR This instance has cluster support disabled"),
        refused("ASKING", 1, "ERR This instance has cluster support disabled"),
        refused("READONLY", 1, "ERR This instance has cluster support disabled"),
        refused("READWRITE", 1, "ERR This instance has cluster support disabled"),
        refused("SENTINEL", -2, "ERR unknown command 'SENTINEL', with args beginning with: "),
        refused("REPLICAOF", 3, notAReplica),
        refused("SLAVEOF", 3, notAReplica),
        refused("FAILOVER", -1, notAReplica),
        refused("MIGRATE", -6, "ERR MIGRATE is not served here: attach a replica instead"),
    ]

    private static let notAReplica =
        "ERR this server is a master only: attach the other server to it with REPLICAOF"

    /// A command that is known, and answered as by a server that has not got what it needs.
    private static func refused(_ name: String, _ arity: Int, _ line: String) -> ServedCommand {
        ServedCommand(name, arity: arity) { (_, _, _) in .failure(line) }
    }

    private static func saving(
        _ name: String,
        _ arity: Int,
        _ request: SavingRequest,
        _ reply: Reply
    ) -> ServedCommand {
        ServedCommand(name, arity: arity) { (engine, _, _) in
            if let refusal = engine.host?.save(request) { return .failure(refusal) }
            return reply
        }
    }

    static func word(_ arguments: borrowing Arguments, _ index: Int) -> String {
        String(decoding: arguments[index].array.prefix(128), as: UTF8.self)
    }

    /// The answer to a subcommand that is not known, or that has too few or too many arguments.
    static func unknownSubcommand(_ word: String, of command: String) -> String {
        "ERR unknown subcommand or wrong number of arguments for '\(word)'. Try \(command) HELP."
    }

    private static func swap(
        _ engine: ServerEngine,
        _ session: Session,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply? {
        guard engine.options.writes != .refused else {
            return .failure("READONLY You can't write against a read only server.")
        }
        let bounds = 0..<Int64(engine.options.databaseCount)
        guard let first = try? arguments.integer(1) else {
            throw CommandError("invalid first DB index")
        }
        guard let second = try? arguments.integer(2) else {
            throw CommandError("invalid second DB index")
        }
        guard bounds.contains(first), bounds.contains(second) else {
            throw CommandError("DB index is out of range")
        }
        guard let swap = CommandTable.standard.lookup(arguments[0]) else { return .ok }
        return try engine.apply(ServedCommand(swap), arguments, in: session.database)
    }
}

extension ServerEngine {
    /// Shows a request to those who watch all of them.
    func tellMonitors(_ arguments: borrowing Arguments, of session: Session) {
        var line = "\(nowMs / 1000).\(Self.micros(nowMs)) [\(session.database) \(session.peer)]"
        if arguments.matches(0, "AUTH") || arguments.matches(0, "HELLO") {
            line += " \"\(arguments[0].printable)\" \"(redacted)\""
        } else {
            for index in 0..<arguments.count { line += " \"\(Self.quoted(arguments[index]))\"" }
        }
        for id in monitors.sorted() where id != session.id {
            guard let monitor = sessions[id] else { continue }
            monitor.answer(.status(line))
            host?.flush(monitor)
        }
    }

    private static func micros(_ ms: Int64) -> String {
        let digits = String(ms % 1000 * 1000)
        return String(repeating: "0", count: max(6 - digits.count, 0)) + digits
    }

    private static func quoted(_ bytes: RawSpan) -> String {
        bytes.printable.replacing("\"", with: "\\\"")
    }
}
