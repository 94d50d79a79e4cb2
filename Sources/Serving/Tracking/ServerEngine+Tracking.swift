import RedoubtBytes
import RedoubtCommands

extension ServerEngine {
    /// Turns tracking on for a client, in place of whatever it asked for before.
    func track(_ session: Session, _ tracking: ClientTracking) {
        if session.tracking == nil { trackerCount += 1 }
        for prefix in tracking.prefixes
        where session.tracking?.prefixes.contains(prefix) != true {
            trackingTable.listen(session.id, to: prefix)
        }
        session.tracking = tracking
    }

    /// Turns tracking off.
    ///
    /// Keys that the client has read stay in the table until they change.
    func endTracking(_ session: Session) {
        guard let tracking = session.tracking else { return }
        trackingTable.ignore(session.id, tracking.prefixes)
        session.tracking = nil
        trackerCount -= 1
        if trackerCount == 0 { trackingTable = TrackingTable() }
    }

    /// Notes what a client that is tracked has read.
    func noteReads(_ served: ServedCommand, _ arguments: borrowing Arguments, _ session: Session) {
        guard let tracking = session.tracking else { return }
        if tracking.remembersReads, served.command.effect == .reads || served.isScript {
            for use in served.command.keyUses(in: arguments) {
                trackingTable.remember(
                    arguments.bytes(use.argument),
                    of: session.id,
                    keyCountMax: settings.trackedKeyCountMax
                )
            }
        }
        guard depth == 0, served.command.name != "CLIENT" else { return }
        session.tracking?.caching = nil
    }

    /// Notes that a key changed.
    func noteTracked(_ key: ByteString) {
        trackingTable.change(key, by: currentID) {
            sessions[$0]?.tracking?.skipsOwn ?? false
        }
    }

    /// Notes that databases were emptied.
    func noteAllTracked() {
        let clients = sessions.values.filter { $0.tracking != nil }.map(\.id).sorted()
        trackingTable.clear(telling: clients)
    }

    /// Tells clients what to forget, behind the answer to the request that changed it.
    func tellTrackers() {
        for notice in trackingTable.takeNotices() {
            tell(notice.client, notice.key.map { [$0] })
        }
        for (client, changed) in trackingTable.takeBroadcasts() {
            let skipsOwn = sessions[client]?.tracking?.skipsOwn ?? false
            let keys = changed.filter { !(skipsOwn && $0.by == client) }.map(\.key)
            if !keys.isEmpty { tell(client, keys) }
        }
    }

    private func tell(_ client: Int, _ keys: [ByteString]?) {
        guard let session = sessions[client], let tracking = session.tracking else { return }
        var target = session
        if let redirect = tracking.redirect {
            guard let other = sessions[redirect] else {
                return tellBroken(redirect, session)
            }
            target = other
        }
        let list = keys.map { Reply.array($0.map { .bulk($0) }) } ?? .null
        if target.form.version == 3 {
            target.push([.bulk("invalidate"), list])
        } else if tracking.redirect != nil, subscriptions.count(of: target.id) > 0 {
            target.push([.bulk("message"), .bulk("__redis__:invalidate"), list])
        }
        host?.flush(target)
    }

    /// The client that was to be told has gone.
    private func tellBroken(_ redirect: Int, _ session: Session) {
        session.tracking?.isRedirectBroken = true
        guard session.form.version == 3 else { return }
        session.push([.bulk("tracking-redir-broken"), .count(redirect)])
        host?.flush(session)
    }
}
