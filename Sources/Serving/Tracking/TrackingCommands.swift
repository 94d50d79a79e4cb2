import RedoubtBytes
import RedoubtCommands

/// `CLIENT TRACKING|TRACKINGINFO|CACHING|GETREDIR`.
extension ClientCommands {
    /// `CLIENT TRACKING ON|OFF [REDIRECT id] [PREFIX prefix …] [BCAST] [OPTIN] [OPTOUT] [NOLOOP]`.
    static func track(
        _ engine: ServerEngine,
        _ session: Session,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply {
        var tracking = try parse(engine, arguments)
        if arguments.matches(2, "OFF") {
            engine.endTracking(session)
            return .ok
        }
        guard arguments.matches(2, "ON") else { throw .syntax }
        try check(tracking, over: session.tracking)
        if tracking.isBroadcast {
            if tracking.prefixes.isEmpty, session.tracking == nil { tracking.prefixes = [""] }
            let former = session.tracking?.prefixes ?? []
            try checkPrefixes(tracking.prefixes, former)
            tracking.prefixes = former + tracking.prefixes.filter { !former.contains($0) }
        }
        engine.track(session, tracking)
        return .ok
    }

    private static func parse(
        _ engine: ServerEngine,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> ClientTracking {
        var tracking = ClientTracking()
        var index = 3
        while index < arguments.count {
            let hasMore = index + 1 < arguments.count
            if arguments.matches(index, "REDIRECT"), hasMore {
                guard tracking.redirect == nil else {
                    throw CommandError("A client can only redirect to a single other client")
                }
                let id = try arguments.integer(index + 1)
                guard let id = Int(exactly: id), engine.sessions[id] != nil else {
                    throw CommandError("The client ID you want redirect to does not exist")
                }
                tracking.redirect = id
                index += 1
            } else if arguments.matches(index, "PREFIX"), hasMore {
                tracking.prefixes.append(arguments.bytes(index + 1))
                index += 1
            } else if arguments.matches(index, "BCAST") {
                tracking.isBroadcast = true
            } else if arguments.matches(index, "OPTIN") {
                tracking.isOptIn = true
            } else if arguments.matches(index, "OPTOUT") {
                tracking.isOptOut = true
            } else if arguments.matches(index, "NOLOOP") {
                tracking.skipsOwn = true
            } else {
                throw .syntax
            }
            index += 1
        }
        return tracking
    }

    private static func check(
        _ tracking: ClientTracking,
        over former: ClientTracking?
    ) throws(CommandError) {
        if !tracking.isBroadcast, !tracking.prefixes.isEmpty {
            throw CommandError("PREFIX option requires BCAST mode to be enabled")
        }
        if let former, former.isBroadcast != tracking.isBroadcast {
            throw CommandError(
                .error,
                saying:
                    "You can't switch BCAST mode on/off before disabling tracking for this client, "
                    + "and then re-enabling it with a different mode."
            )
        }
        if tracking.isBroadcast, tracking.isOptIn || tracking.isOptOut {
            throw CommandError("OPTIN and OPTOUT are not compatible with BCAST")
        }
        if tracking.isOptIn, tracking.isOptOut {
            throw CommandError("You can't specify both OPTIN mode and OPTOUT mode")
        }
        if let former,
            tracking.isOptIn && former.isOptOut || tracking.isOptOut && former.isOptIn
        {
            throw CommandError(
                .error,
                saying:
                    "You can't switch OPTIN/OPTOUT mode before disabling tracking for this client, "
                    + "and then re-enabling it with a different mode."
            )
        }
    }

    private static let prefixCountMax = 1000

    /// Prefixes of one client must not overlap: it would be told twice.
    private static func checkPrefixes(
        _ prefixes: [ByteString],
        _ former: [ByteString]
    ) throws(CommandError) {
        guard prefixes.count + former.count <= prefixCountMax else {
            throw CommandError("a client may have 1000 prefixes")
        }
        for (index, prefix) in prefixes.enumerated() {
            if let other = former.first(where: { $0 != prefix && overlaps($0, prefix) }) {
                throw overlap(prefix, "an existing prefix", other)
            }
            if let other = prefixes.dropFirst(index + 1).first(where: { overlaps($0, prefix) }) {
                throw overlap(prefix, "another provided prefix", other)
            }
        }
    }

    private static func overlaps(_ one: ByteString, _ other: ByteString) -> Bool {
        one.array.starts(with: other.array) || other.array.starts(with: one.array)
    }

    private static func overlap(
        _ prefix: ByteString,
        _ what: String,
        _ other: ByteString
    ) -> CommandError {
        CommandError(
            .error,
            saying: "Prefix '\(prefix.printable)' overlaps with \(what) '\(other.printable)'. "
                + "Prefixes for a single client must not overlap."
        )
    }

    /// `CLIENT CACHING YES|NO`: whether the keys of the next command count as read.
    static func setCaching(
        _ session: Session,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply {
        guard let tracking = session.tracking, tracking.isOptIn || tracking.isOptOut else {
            throw CommandError(
                .error,
                saying:
                    "CLIENT CACHING can be called only when the client is in tracking mode with "
                    + "OPTIN or OPTOUT mode enabled"
            )
        }
        if arguments.matches(2, "YES") {
            guard tracking.isOptIn else {
                throw CommandError(
                    "CLIENT CACHING YES is only valid when tracking is enabled in OPTIN mode."
                )
            }
            session.tracking?.caching = true
        } else if arguments.matches(2, "NO") {
            guard tracking.isOptOut else {
                throw CommandError(
                    "CLIENT CACHING NO is only valid when tracking is enabled in OPTOUT mode."
                )
            }
            session.tracking?.caching = false
        } else {
            throw .syntax
        }
        return .ok
    }

    static func trackingInfo(_ session: Session) -> Reply {
        let flags = session.tracking?.flags ?? ["off"]
        let prefixes = (session.tracking?.prefixes ?? []).sorted()
        return .map([
            .bulk("flags"), .set(flags.map { .bulk(ByteString($0)) }),
            .bulk("redirect"), .count(redirect(session)),
            .bulk("prefixes"), .array(prefixes.map { .bulk($0) }),
        ])
    }

    /// The client that is told instead; 0 for none, and -1 without tracking.
    static func redirect(_ session: Session) -> Int {
        session.tracking.map { $0.redirect ?? 0 } ?? -1
    }
}
