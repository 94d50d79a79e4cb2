import RedoubtBytes
import RedoubtKeyspace
import RedoubtValues

/// Fields of hashes that expire while clients are served.
extension CommandContext {
    /// Removes the fields of a hash whose time is over, tells logs and replicas, and removes the
    /// key if none is left.
    ///
    /// - Returns: whether the key is still there.
    mutating func removeOverdueFields(of key: RawSpan, at position: Int) -> Bool {
        let nowMs = clock.nowMs
        guard keyspace.firstFieldExpiry(at: position, in: database) <= nowMs,
            var hash = HashValue.take(from: &selected.entries[valueAt: position].value)
        else { return true }
        let overdue = hash.removeOverdue(atMs: nowMs)
        let isAbandoned = hash.isAbandoned
        selected.entries[valueAt: position].value = hash.stored
        effects.noteExpiry(ofFields: overdue, of: key, in: database)
        if isAbandoned { remove(key) }
        return !isAbandoned
    }

    /// Whether what is set to expire then is gone at once, as it is where clients are served.
    func isOver(_ expiresAtMs: Int64?) -> Bool {
        isServing && expiresAtMs ?? .max <= clock.nowMs
    }

    /// Removes the fields of a hash whose time is over, though nobody asks for them.
    public mutating func expireFields(of key: RawSpan) {
        // What can not be read stays, for whoever asks for it to be told why.
        guard let position = try? brought(.hash, at: key) else { return }
        _ = removeOverdueFields(of: key, at: position)
    }

    /// The number of fields of a hash, with those whose time is over but that nobody looked at, as
    /// servers count them.
    mutating func fieldCount(of key: RawSpan) throws(CommandError) -> Int {
        guard let position = try brought(.hash, at: key) else { return 0 }
        guard case .hash(let hash) = keyspace.value(at: position, in: database) else { return 0 }
        return hash.count
    }
}
