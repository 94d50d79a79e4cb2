import RedoubtBytes
import RedoubtCommands
import RedoubtKeyspace
import RedoubtValues

extension ServerEngine {
    /// Lets a session wait for the keys of a request that found nothing.
    func block(
        _ session: Session,
        _ index: Int,
        _ arguments: borrowing Arguments,
        _ time: BlockingRule.Time
    ) {
        let served = table.commands[index]
        var keys: [Watch.Key] = []
        for use in served.command.keyUses(in: arguments) {
            let key = Watch.Key(database: session.database, key: arguments.bytes(use.argument))
            if !keys.contains(key) { keys.append(key) }
        }
        // A move waits for its source alone.
        if served.command.effect == .modifies, case .pair = served.command.keys {
            keys = Array(keys.prefix(1))
        }
        var deadline: Int64?
        // A time that no clock will reach is none.
        if case .milliseconds(let wait) = time, wait < .max - nowMs { deadline = nowMs + wait }
        block(
            session,
            BlockedRequest(
                index: index,
                arguments: withLastEntries(OwnedArguments(copying: arguments), served),
                database: session.database,
                keys: keys,
                deadlineMs: deadline,
                atDeadline: served.blocking?.atDeadline ?? .nullArray
            )
        )
    }

    /// Lets a session wait.
    func block(_ session: Session, _ request: BlockedRequest) {
        session.blocked = request
        for key in request.keys { waiters[key, default: []].append(session.id) }
        if let deadline = request.deadlineMs {
            deadlines.append((deadline, session.id))
            host?.wake(atMs: deadline)
        }
    }

    /// Ends the wait of a session, if it waits.
    func unblock(_ session: Session) {
        guard let blocked = session.blocked else { return }
        session.blocked = nil
        for key in blocked.keys {
            guard var left = waiters[key] else { continue }
            left.removeAll { $0 == session.id }
            waiters[key] = left.isEmpty ? nil : left
        }
        deadlines.removeAll { $0.session == session.id }
    }

    /// Ends the wait of a session with an answer.
    func release(_ session: Session, _ reply: Reply) {
        unblock(session)
        session.answer(reply)
        host?.flush(session)
        host?.resume(session)
    }

    /// Ends the wait of a session as if its time was over.
    public func endWait(of session: Session) {
        guard let blocked = session.blocked else { return }
        release(session, blocked.atDeadline)
    }

    /// Tries again for those who wait for keys that changed, first come, first served.
    func serveWaiters() {
        while !ready.isEmpty {
            let keys = ready
            ready = []
            for key in keys {
                for id in waiters[key] ?? [] {
                    guard let session = sessions[id], let blocked = session.blocked else {
                        continue
                    }
                    retry(session, blocked)
                }
            }
        }
    }

    private func retry(_ session: Session, _ blocked: BlockedRequest) {
        let served = table.commands[blocked.index]
        let arguments = blocked.arguments.view
        do throws(CommandError) {
            let reply = try apply(served, arguments, in: blocked.database)
            guard !reply.isNull else { return }
            journal.endRequest()
            release(session, reply)
        } catch {
            // A key of another kind is no reason to stop waiting.
            guard error.code != .wrongType else { return }
            noteError(error.line)
            release(session, .failure(error.line))
        }
    }

    /// Answers those whose time is over.
    func endWaits() {
        for (_, id) in deadlines.filter({ $0.ms <= nowMs }).sorted(by: { $0.ms < $1.ms }) {
            guard let session = sessions[id], let blocked = session.blocked else { continue }
            let count = blocked.replicas.map { replicaCount(at: $0.offset) }
            release(session, count.map { .count($0) } ?? blocked.atDeadline)
        }
        if let next = deadlines.map(\.ms).min() { host?.wake(atMs: next) }
    }

    /// `$` stands for the last entry at the time of the request, and not at that of a retry.
    private func withLastEntries(
        _ arguments: OwnedArguments,
        _ served: ServedCommand
    ) -> OwnedArguments {
        guard served.command.name == "XREAD" else { return arguments }
        let view = arguments.view
        let keys = served.command.keyUses(in: view).map(\.argument)
        guard let first = keys.first else { return arguments }
        var resolved = OwnedArguments([])
        for index in 0..<view.count {
            let key = index - keys.count
            guard key >= first, view[index].equalsWord("$") else {
                resolved.append(view[index])
                continue
            }
            let stream = try? context.value(StreamValue.self, at: view[key])
            let last = stream?.state.lastID.description ?? "0-0"
            resolved.append(ByteString(last).bytes)
        }
        return resolved
    }
}
