import RedoubtBytes
import RedoubtCommands
import RedoubtKeyspace
import RedoubtRDB

extension KeyedReplay {
    /// Whether any hash that the log leaves has a field that expires.
    ///
    /// The log is replayed for it if it has commands that may set such an expiry.
    func leavesFieldExpiries() throws(RecoveryError) -> Bool {
        guard loaded.endNumbers.isEmpty == false || mayExpireFields else { return false }
        var run = KeyedReplayRun(self, workers: workers) { FieldExpirySearch() }
        var isFound = false
        for number in run.numbers {
            try run.forEachOutput(of: number) { (found) throws(RecoveryError) in
                isFound = isFound || found
            }
            for entry in run.untouched(endingAs: number) where entry.value.value.expiresFields {
                isFound = true
            }
        }
        return isFound
    }

    private var mayExpireFields: Bool {
        let names: Set<String> = [
            "HEXPIRE", "HPEXPIRE", "HEXPIREAT", "HPEXPIREAT", "HSETEX", "HGETEX", "RESTORE",
            "RESTORE-ASKING",
        ]
        let mayExpire = table.commands.map { names.contains($0.name) }
        return log.history.databases.contains { content in
            content.shards.contains { $0.contains { mayExpire[$0.command] } }
        }
    }
}

/// Looks for fields that expire.
private struct FieldExpirySearch: KeyReceiver {
    private var isFound = false

    mutating func receive(_ key: ByteString, _ entry: KeyEntry) {
        if entry.value.expiresFields { isFound = true }
    }

    mutating func receive(_ key: RawSpan, string: RawSpan) {}

    func finish() -> Bool { isFound }
}
