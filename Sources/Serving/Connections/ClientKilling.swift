import RedoubtBytes
import RedoubtCommands

/// `CLIENT KILL`, in the old form with an address and in the new one with filters.
extension ClientCommands {
    private enum Filter {
        case id(Int64)
        case address(ByteString)
        case localAddress(ByteString)
        case type(ByteString)
        case user(ByteString)
    }

    static func kill(
        _ engine: ServerEngine,
        _ session: Session,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply {
        if arguments.count == 3 {
            let address = String(decoding: arguments[2].array, as: UTF8.self)
            guard let victim = engine.sessions.values.first(where: { $0.peer == address }) else {
                throw CommandError("No such client")
            }
            engine.kill(victim, by: session)
            return .ok
        }
        var filters: [Filter] = []
        var sparesCaller = true
        var index = 2
        while index + 1 < arguments.count {
            let value = arguments.bytes(index + 1)
            if arguments.matches(index, "ID") {
                guard let id = try? arguments.integer(index + 1), id > 0 else {
                    throw CommandError("client-id should be greater than 0")
                }
                filters.append(.id(id))
            } else if arguments.matches(index, "ADDR") {
                filters.append(.address(value))
            } else if arguments.matches(index, "LADDR") {
                filters.append(.localAddress(value))
            } else if arguments.matches(index, "TYPE") {
                try ClientCommands.checkType(arguments, index + 1)
                filters.append(.type(value))
            } else if arguments.matches(index, "USER") {
                guard value == "default" else {
                    let name = ServerCommands.word(arguments, index + 1)
                    throw CommandError(.error, saying: "No such user '\(name)'")
                }
                filters.append(.user(value))
            } else if arguments.matches(index, "SKIPME") {
                sparesCaller = arguments.matches(index + 1, "YES")
                guard sparesCaller || arguments.matches(index + 1, "NO") else { throw .syntax }
            } else {
                throw .syntax
            }
            index += 2
        }
        guard index == arguments.count else { throw .syntax }
        let victims = engine.sessions.values.filter { other in
            !(sparesCaller && other === session)
                && filters.allSatisfy { matches(other, $0, engine) }
        }
        for victim in victims { engine.kill(victim, by: session) }
        return .count(victims.count)
    }

    private static func matches(
        _ session: Session,
        _ filter: Filter,
        _ engine: ServerEngine
    ) -> Bool {
        switch filter {
        case .id(let id): Int64(session.id) == id
        case .address(let address): ByteString(session.peer) == address
        case .localAddress(let address): ByteString(session.local) == address
        case .type(let type): engine.isOfType(session, type)
        case .user(let user): user == "default"
        }
    }
}

extension ServerEngine {
    /// Sends a client away; one that sends itself away gets its answer first.
    func kill(_ victim: Session, by session: Session) {
        if victim === session {
            victim.isClosing = true
        } else {
            host?.cut(victim)
        }
    }

    /// Whether a client is of the kind that servers call so.
    func isOfType(_ session: Session, _ type: ByteString) -> Bool {
        let listens = subscriptions.count(of: session.id) > 0
        switch String(decoding: type.array, as: UTF8.self).lowercased() {
        case "normal": return !session.isReplica && !listens
        case "pubsub": return listens
        case "replica", "slave": return session.isReplica
        default: return false
        }
    }

    /// What `CLIENT LIST` tells of a client.
    func line(of session: Session) -> String {
        let flags =
            (session.isReplica ? "S" : "") + (session.isMonitor ? "O" : "")
            + (session.transaction == nil ? "" : "x") + (session.blocked == nil ? "" : "b")
            + (subscriptions.count(of: session.id) > 0 ? "P" : "")
            + (session.tracking == nil ? "" : "t")
            + (session.tracking?.isRedirectBroken == true ? "R" : "")
            + (session.tracking?.isBroadcast == true ? "B" : "") + (session.isKept ? "e" : "")
            + (session.touchesNothing ? "T" : "")
        let channels = subscriptions.names(of: session.id, .channel).count
        let patterns = subscriptions.names(of: session.id, .pattern).count
        let shards = subscriptions.names(of: session.id, .shard).count
        return "id=\(session.id) addr=\(session.peer) laddr=\(session.local) fd=0 "
            + "name=\(String(decoding: session.name.array, as: UTF8.self)) "
            + "age=\((nowMs - session.startMs) / 1000) idle=\((nowMs - session.lastMs) / 1000) "
            + "flags=\(flags.isEmpty ? "N" : flags) db=\(session.database) sub=\(channels) "
            + "psub=\(patterns) ssub=\(shards) multi=\(session.transaction?.commands.count ?? -1) "
            + "qbuf=0 qbuf-free=0 argv-mem=0 multi-mem=0 obl=\(session.output.count) oll=0 omem=0 "
            + "tot-mem=0 events=r cmd=\(session.lastCommand.lowercased()) user=default "
            + "redir=\(ClientCommands.redirect(session)) resp=\(session.form.version) "
            + "lib-name=\(String(decoding: session.library.array, as: UTF8.self)) "
            + "lib-ver=\(String(decoding: session.libraryVersion.array, as: UTF8.self))"
    }
}
