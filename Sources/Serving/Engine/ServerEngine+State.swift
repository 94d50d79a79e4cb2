import RedoubtBytes
import RedoubtCommands

extension ServerEngine {
    /// What `ROLE` answers.
    var role: Reply {
        .array([.bulk("master"), .integer(0), .array([])])
    }

    /// What `INFO` tells of replication.
    var replicationInfo: [(String, String)] {
        [
            ("role", "master"), ("connected_slaves", "0"), ("master_failover_state", "no-failover"),
            ("master_replid", runID), ("master_repl_offset", "0"),
        ]
    }

    /// Tells replicas something that changes no data.
    func tellReplicas(_ words: [ByteString]) {}

    /// Counts a snapshot.
    public func noteSave(failed: Bool) {
        saving.isSaving = false
        saving.hasSaved = !failed
        guard !failed else { return }
        saving.lastSaveMs = nowMs
        figures.changesSinceSave = 0
    }

    /// Removes some of the keys whose time is over.
    func expireSomeKeys() {}

    /// Does nothing for a time, as those want who test their clients.
    func sleep(_ seconds: Double) {
        host?.sleep(seconds)
    }
}
