import RedoubtBytes
import RedoubtCommands
import RedoubtRESP

/// What a replica is to be sent that asked for the whole dataset.
public struct FullSync: Sendable {
    /// The replica's session.
    public let sessionID: Int
    /// Whether the end of the snapshot is marked, because its length is not known beforehand.
    public let hasMarkedEnd: Bool
    /// The name of the history.
    public let history: String
    /// The offset of the stream at the moment of the snapshot.
    public let offset: Int64
    /// Forty bytes that mark the end.
    public let mark: String
}

extension ServerEngine {
    // MARK: The stream

    /// Hands what requests did since the last time to the log and to replicas.
    public func takeJournal(_ body: (RawSpan) -> Void) {
        journal.take { bytes in
            body(bytes)
            feedReplicas(bytes)
        }
    }

    /// Lets the host write what requests did, so that offsets are those of everything done.
    func flushJournal() {
        journal.endRequest()
        host?.keepJournal()
    }

    /// Appends to the replication stream.
    func feedReplicas(_ bytes: RawSpan) {
        guard isMaster else { return }
        backlog.append(bytes)
        for (id, link) in replicas {
            switch link.state {
            case .introduced: continue
            case .syncing, .awaitingReply: link.held.append(bytes)
            case .online:
                guard let session = sessions[id] else { continue }
                session.output.append(bytes)
                host?.flush(session)
            }
        }
    }

    /// Tells replicas something that changes no data.
    func tellReplicas(_ words: [ByteString]) {
        guard isMaster else { return }
        flushJournal()
        var command = ByteBuilder()
        RESPWriter.command(words, into: &command)
        feedReplicas(command.bytes)
    }

    /// Keeps links alive, and gives up replicas that are silent.
    func tendReplicas() {
        guard isMaster, nowMs - lastPingMs >= Self.pingMs else { return }
        lastPingMs = nowMs
        tellReplicas(["PING"])
        for (id, link) in replicas
        where link.state == .online && nowMs - link.acknowledgedMs > Self.silenceMs {
            if let session = sessions[id] { host?.cut(session) }
        }
    }

    private static let pingMs: Int64 = 10_000
    private static let silenceMs: Int64 = 60_000

    // MARK: Beginning

    /// Gives a replica the stream from where it was cut off, or everything.
    func synchronise(_ session: Session, history: String, from offset: Int64, isOld: Bool = false) {
        flushJournal()
        isMaster = true
        journal.isWanted = true
        session.isReplica = true
        let link = replicas[session.id] ?? ReplicaLink(nowMs: nowMs)
        replicas[session.id] = link
        link.acknowledgedMs = nowMs
        if !isOld, history == runID, let missed = backlog.bytes(from: offset) {
            session.output.append(
                utf8: link.readsNewName ? "+CONTINUE \(runID)\r\n" : "+CONTINUE\r\n"
            )
            session.output.append(missed)
            link.state = .online
            figures.partialSyncCount += 1
            return
        }
        figures.fullSyncCount += 1
        link.state = .syncing
        link.held = ByteBuilder()
        // The replica begins in the first database, and has no memory of the one selected last.
        journal.forgetDatabase()
        if !isOld { session.output.append(utf8: "+FULLRESYNC \(runID) \(backlog.offset)\r\n") }
        host?.beginFullSync(
            FullSync(
                sessionID: session.id,
                hasMarkedEnd: link.readsMarkedEnd,
                history: runID,
                offset: backlog.offset,
                mark: newMark()
            )
        )
    }

    private func newMark() -> String {
        var chance = context.chance ?? Chance(seed: 0)
        defer { context.chance = chance }
        return Self.hexDigits(40, &chance)
    }

    /// Appends a piece of a snapshot to what is sent to a replica.
    ///
    /// - Returns: false if the replica has gone.
    public func sendSnapshot(_ bytes: RawSpan, to id: Int) -> Bool {
        guard let session = sessions[id], replicas[id]?.state == .syncing else { return false }
        session.output.append(bytes)
        host?.flush(session)
        return true
    }

    /// Notes that a replica was sent its whole snapshot.
    public func endSnapshot(_ sync: FullSync) {
        guard let link = replicas[sync.sessionID], link.state == .syncing else { return }
        link.acknowledgedMs = nowMs
        link.state = .awaitingReply
        if !sync.hasMarkedEnd { goOnline(link, sync.sessionID) }
    }

    private func goOnline(_ link: ReplicaLink, _ id: Int) {
        guard let session = sessions[id] else { return }
        link.state = .online
        session.output.append(link.held.bytes)
        link.held = ByteBuilder()
        host?.flush(session)
    }

    // MARK: Acknowledgements

    /// Notes how far a replica has carried the stream out.
    func note(_ link: ReplicaLink, acknowledged offset: Int64, _ session: Session) {
        link.acknowledged = max(link.acknowledged, offset)
        link.acknowledgedMs = nowMs
        if link.state == .awaitingReply { goOnline(link, session.id) }
        for other in sessions.values {
            guard let wait = other.blocked?.replicas else { continue }
            let count = replicaCount(at: wait.offset)
            if count >= wait.count { release(other, .count(count)) }
        }
    }

    /// How many replicas have carried the stream out up to an offset.
    func replicaCount(at offset: Int64) -> Int {
        replicas.values.count { $0.state == .online && $0.acknowledged >= offset }
    }

    /// Asks replicas how far they are.
    func askForAcknowledgements() {
        guard replicas.values.contains(where: { $0.state == .online }) else { return }
        tellReplicas(["REPLCONF", "GETACK", "*"])
    }

    // MARK: What is told of it

    /// What `ROLE` answers.
    var role: Reply {
        let online = replicas.filter { $0.value.state == .online }.sorted { $0.key < $1.key }
        return .array([
            .bulk("master"), .integer(backlog.offset),
            .array(
                online.map { id, link in
                    .array([
                        .bulk(ByteString(host(of: id))), .bulk(ByteString("\(link.port)")),
                        .bulk(ByteString(decimal: link.acknowledged)),
                    ])
                }
            ),
        ])
    }

    private func host(of id: Int) -> String {
        let peer = sessions[id]?.peer ?? ""
        return String(peer[..<(peer.lastIndex(of: ":") ?? peer.endIndex)])
    }

    /// What `INFO` tells of replication.
    var replicationInfo: [(String, String)] {
        let known = replicas.filter { $0.value.state != .introduced }.sorted { $0.key < $1.key }
        var lines = [("role", "master"), ("connected_slaves", "\(known.count)")]
        for (number, replica) in known.enumerated() {
            let (id, link) = replica
            let state = link.state == .online ? "online" : "wait_bgsave"
            let lag = (nowMs - link.acknowledgedMs) / 1000
            lines.append(
                (
                    "slave\(number)",
                    "ip=\(host(of: id)),port=\(link.port),state=\(state),"
                        + "offset=\(link.acknowledged),lag=\(lag)"
                )
            )
        }
        return lines + [
            ("master_failover_state", "no-failover"), ("master_replid", runID),
            ("master_replid2", String(repeating: "0", count: 40)),
            ("master_repl_offset", "\(backlog.offset)"), ("second_repl_offset", "-1"),
            ("repl_backlog_active", isMaster ? "1" : "0"),
            ("repl_backlog_size", "\(Backlog.standardByteCount)"),
            ("repl_backlog_first_byte_offset", "\(backlog.firstOffset)"),
            ("repl_backlog_histlen", "\(backlog.byteCount)"),
        ]
    }
}
