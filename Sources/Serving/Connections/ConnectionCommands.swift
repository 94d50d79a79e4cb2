import RedoubtBytes
import RedoubtCommands
import RedoubtValues

/// The commands with which a client says who it is and how it wants to be spoken to.
enum ConnectionCommands {
    static let all: [ServedCommand] = [
        ServedCommand("PING", arity: -1, [.whileSubscribed], body: ping),
        ServedCommand("AUTH", arity: -2, [.unauthenticated], body: authenticate),
        ServedCommand("HELLO", arity: -1, since: "6.0", [.unauthenticated], body: hello),
        ServedCommand("SELECT", arity: 2, body: select),
        ServedCommand("QUIT", arity: -1, leaving) { (_, session, _) in
            session.answer(.ok)
            session.isClosing = true
            return nil
        },
        ServedCommand("RESET", arity: 1, since: "6.2", leaving, body: reset),
    ]

    private static let leaving: ServedCommand.Permission = [
        .unauthenticated, .insideTransaction, .whileSubscribed,
    ]

    private static func ping(
        _ engine: ServerEngine,
        _ session: Session,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply? {
        guard arguments.count <= 2 else {
            return .failure("ERR wrong number of arguments for 'ping' command")
        }
        if session.form.version == 2, engine.subscriptions.count(of: session.id) > 0 {
            let said = arguments.count == 2 ? arguments.bytes(1) : ByteString()
            return .array([.bulk("pong"), .bulk(said)])
        }
        return arguments.count == 2 ? .bulk(arguments.bytes(1)) : .status("PONG")
    }

    private static func authenticate(
        _ engine: ServerEngine,
        _ session: Session,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply? {
        guard arguments.count <= 3 else { throw .syntax }
        if arguments.count == 2, engine.settings.password.isEmpty {
            return .failure(
                "ERR AUTH <password> called without any password configured for the default "
                    + "user. Are you sure your configuration is correct?"
            )
        }
        let user = arguments.count == 3 ? arguments.bytes(1) : "default"
        let isRight = engine.authenticate(
            session,
            user: user,
            password: arguments.bytes(arguments.count - 1)
        )
        return isRight ? .ok : wrongPassword
    }

    private static let wrongPassword = Reply.failure(
        "WRONGPASS invalid username-password pair or user is disabled."
    )

    /// `HELLO [2|3 [AUTH user password] [SETNAME name]]`.
    private static func hello(
        _ engine: ServerEngine,
        _ session: Session,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply? {
        var version = session.form.version
        if arguments.count > 1 {
            guard let asked = try? arguments.integer(1) else {
                throw CommandError("Protocol version is not an integer or out of range")
            }
            guard asked == 2 || asked == 3 else {
                return .failure("NOPROTO unsupported protocol version")
            }
            version = Int(asked)
        }
        var name: ByteString?
        var index = 2
        while index < arguments.count {
            if arguments.matches(index, "AUTH"), index + 2 < arguments.count {
                guard
                    engine.authenticate(
                        session,
                        user: arguments.bytes(index + 1),
                        password: arguments.bytes(index + 2)
                    )
                else { return wrongPassword }
                index += 3
            } else if arguments.matches(index, "SETNAME"), index + 1 < arguments.count {
                let wanted = arguments.bytes(index + 1)
                guard ClientCommands.isName(wanted) else { return ClientCommands.badName }
                name = wanted
                index += 2
            } else {
                let option = String(decoding: arguments[index].array, as: UTF8.self)
                return .failure("ERR Syntax error in HELLO option '\(option)'")
            }
        }
        guard session.isAuthenticated else {
            return .failure(
                "NOAUTH HELLO must be called with the client already authenticated, otherwise the "
                    + "HELLO <proto> AUTH <user> <pass> option can be used to authenticate the "
                    + "client and select the RESP protocol version at the same time"
            )
        }
        if let name { session.name = name }
        session.form.version = version
        return .map([
            .bulk("server"), .bulk("redis"),
            .bulk("version"), .bulk(ByteString(engine.serverVersion)),
            .bulk("proto"), .integer(Int64(version)),
            .bulk("id"), .integer(Int64(session.id)),
            .bulk("mode"), .bulk("standalone"),
            .bulk("role"), .bulk("master"),
            .bulk("modules"), .array([]),
        ])
    }

    private static func select(
        _ engine: ServerEngine,
        _ session: Session,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply? {
        let number = try arguments.integer(1)
        guard (0..<Int64(engine.options.databaseCount)).contains(number) else {
            throw CommandError("DB index is out of range")
        }
        session.database = Int(number)
        return .ok
    }

    private static func reset(
        _ engine: ServerEngine,
        _ session: Session,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply? {
        session.transaction = nil
        engine.unwatch(session)
        engine.endTracking(session)
        engine.subscriptions.removeAll(session.id)
        engine.monitors.remove(session.id)
        session.isMonitor = false
        session.database = 0
        session.form.version = 2
        session.name = ByteString()
        session.answers = .on
        session.isAuthenticated = engine.settings.password.isEmpty
        session.limits = session.isAuthenticated ? .full : .unauthenticated
        return .status("RESET")
    }
}

extension ServerEngine {
    /// The version of the server whose behaviour is followed.
    var serverVersion: String { "\(options.profile.major).\(options.profile.minor).0" }

    /// Lets a client in if it says the right thing.
    fileprivate func authenticate(
        _ session: Session,
        user: ByteString,
        password: ByteString
    ) -> Bool {
        let wanted = settings.password
        guard user == "default", wanted.isEmpty || Self.isSame(password, wanted) else {
            noteError("WRONGPASS")
            return false
        }
        session.isAuthenticated = true
        session.limits = .full
        return true
    }

    /// Compares in a time that does not tell where the first difference is.
    private static func isSame(_ said: ByteString, _ wanted: ByteString) -> Bool {
        let said = said.array
        let wanted = wanted.array
        var difference = said.count ^ wanted.count
        for index in said.indices {
            difference |= Int(said[index] ^ wanted[index % max(wanted.count, 1)])
        }
        return difference == 0
    }
}
