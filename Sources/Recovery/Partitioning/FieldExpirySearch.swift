import RedoubtBytes
import RedoubtCommands
import RedoubtKeyspace
import RedoubtRDB

extension KeyedReplay {
    /// Whether any hash that the log leaves has a field that expires.
    ///
    /// The log is replayed for it if it has commands that may set such an expiry.
    func leavesFieldExpiries() throws(RecoveryError) -> Bool {
        guard !loaded.endNumbers.isEmpty || mayExpireFields else { return false }
        var run = try KeyedReplayRun(self) { FieldExpirySearch() }
        var isFound = false
        for number in changedNumbers {
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
        return zip(table.commands.indices, table.commands).contains { index, command in
            names.contains(command.name)
                && log.history.databases.contains { !$0.counts.isEmpty && $0.counts[index] > 0 }
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
