import RedoubtBytes
import RedoubtCommands

/// Publishing messages and listening to them.
enum PublishCommands {
    static let all: [ServedCommand] = [
        subscribing("SUBSCRIBE", .channel, since: "2.0"),
        subscribing("PSUBSCRIBE", .pattern, since: "2.0"),
        subscribing("SSUBSCRIBE", .shard, since: "7.0"),
        unsubscribing("UNSUBSCRIBE", .channel, since: "2.0"),
        unsubscribing("PUNSUBSCRIBE", .pattern, since: "2.0"),
        unsubscribing("SUNSUBSCRIBE", .shard, since: "7.0"),
        ServedCommand("PUBLISH", arity: 3, since: "2.0") { (engine, _, arguments) in
            .count(engine.publish(arguments.bytes(2), on: arguments.bytes(1)))
        },
        ServedCommand("SPUBLISH", arity: 3, since: "7.0") { (engine, _, arguments) in
            .count(engine.publishToShard(arguments.bytes(2), on: arguments.bytes(1)))
        },
        ServedCommand("PUBSUB", arity: -2, since: "2.8", body: inspect),
    ]

    private static func subscribing(
        _ name: String,
        _ kind: Subscriptions.Kind,
        since: String
    ) -> ServedCommand {
        ServedCommand(name, arity: -2, since: since, [.whileSubscribed]) {
            (engine, session, arguments) in
            for index in 1..<arguments.count {
                let name = arguments.bytes(index)
                _ = engine.subscriptions.add(session.id, to: name, kind)
                engine.confirm(kind.began, name, kind, to: session)
            }
            return nil
        }
    }

    private static func unsubscribing(
        _ name: String,
        _ kind: Subscriptions.Kind,
        since: String
    ) -> ServedCommand {
        ServedCommand(name, arity: -1, since: since, [.whileSubscribed]) {
            (engine, session, arguments) in
            var names: [ByteString] = []
            for index in 1..<arguments.count { names.append(arguments.bytes(index)) }
            if names.isEmpty { names = engine.subscriptions.names(of: session.id, kind) }
            for name in names {
                engine.subscriptions.remove(session.id, from: name, kind)
                engine.confirm(kind.ended, name, kind, to: session)
            }
            if names.isEmpty { engine.confirm(kind.ended, nil, kind, to: session) }
            return nil
        }
    }

    private static func inspect(
        _ engine: ServerEngine,
        _ session: Session,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply? {
        let word = String(decoding: arguments[1].array, as: UTF8.self)
        let isOfShards = word.uppercased().hasPrefix("SHARD")
        let kind: Subscriptions.Kind = isOfShards ? .shard : .channel
        switch (word.uppercased(), arguments.count) {
        case ("CHANNELS", 2...3), ("SHARDCHANNELS", 2...3):
            let pattern = arguments.count == 3 ? arguments.bytes(2) : "*"
            let names = engine.subscriptions.activeNames(kind)
            return .array(
                names.filter { GlobPattern.matches(pattern, $0) }.sorted().map { .bulk($0) }
            )
        case ("NUMSUB", _), ("SHARDNUMSUB", _):
            var replies: [Reply] = []
            for index in 2..<max(arguments.count, 2) {
                let name = arguments.bytes(index)
                replies.append(.bulk(name))
                replies.append(.count(engine.subscriptions.clients(of: name, kind).count))
            }
            return .array(replies)
        case ("NUMPAT", 2): return .count(engine.subscriptions.activeNames(.pattern).count)
        default: return .failure(ServerCommands.unknownSubcommand(word, of: "PUBSUB"))
        }
    }
}

extension Subscriptions.Kind {
    fileprivate var began: ByteString {
        switch self {
        case .channel: "subscribe"
        case .pattern: "psubscribe"
        case .shard: "ssubscribe"
        }
    }

    fileprivate var ended: ByteString {
        switch self {
        case .channel: "unsubscribe"
        case .pattern: "punsubscribe"
        case .shard: "sunsubscribe"
        }
    }
}

extension ServerEngine {
    /// Tells a client that it began or ceased to listen, and to how much it listens now.
    fileprivate func confirm(
        _ word: ByteString,
        _ name: ByteString?,
        _ kind: Subscriptions.Kind,
        to session: Session
    ) {
        let count =
            kind == .shard
            ? subscriptions.names(of: session.id, .shard).count
            : subscriptions.count(of: session.id)
        session.push([.bulk(word), name.map { .bulk($0) } ?? .null, .count(count)])
    }

    /// Sends a message to all who listen to a channel or to a pattern that it matches.
    ///
    /// - Returns: to how many.
    func publish(_ message: ByteString, on channel: ByteString) -> Int {
        defer { tellReplicas(["PUBLISH", channel, message]) }
        return deliver(message, on: channel)
    }

    /// Sends a message to those who listen here.
    func deliver(_ message: ByteString, on channel: ByteString) -> Int {
        var count = 0
        for id in subscriptions.clients(of: channel, .channel) {
            send([.bulk("message"), .bulk(channel), .bulk(message)], to: id)
            count += 1
        }
        for (pattern, clients) in subscriptions.patterns(matching: channel) {
            for id in clients {
                send([.bulk("pmessage"), .bulk(pattern), .bulk(channel), .bulk(message)], to: id)
                count += 1
            }
        }
        return count
    }

    /// What a script may ask the server itself to do.
    func commandForScript(_ arguments: borrowing Arguments) -> Reply? {
        if arguments.matches(0, "PING") { return .status("PONG") }
        guard arguments.count == 3 else { return nil }
        if arguments.matches(0, "PUBLISH") {
            return .count(publish(arguments.bytes(2), on: arguments.bytes(1)))
        }
        guard arguments.matches(0, "SPUBLISH") else { return nil }
        return .count(publishToShard(arguments.bytes(2), on: arguments.bytes(1)))
    }

    /// Sends a message to all who listen to a channel of a shard.
    fileprivate func publishToShard(_ message: ByteString, on channel: ByteString) -> Int {
        let clients = subscriptions.clients(of: channel, .shard)
        for id in clients { send([.bulk("smessage"), .bulk(channel), .bulk(message)], to: id) }
        tellReplicas(["SPUBLISH", channel, message])
        return clients.count
    }

    private func send(_ parts: [Reply], to id: Int) {
        guard let session = sessions[id] else { return }
        session.push(parts)
        host?.flush(session)
    }
}
