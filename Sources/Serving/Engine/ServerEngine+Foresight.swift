import RedoubtBytes
import RedoubtCommands
import RedoubtKeyspace
import RedoubtRESP
import RedoubtValues

extension ServerEngine {
    /// Looks ahead in a pipeline: asks for what its next requests are going to look at.
    ///
    /// - Returns: how many of the bytes have been looked at, which are whole requests; none of
    ///   them has to be looked at again.
    public func foresee(_ bytes: RawSpan, for session: Session) -> Int {
        let database = session.database
        guard PlainRecords.read(bytes, at: 0, into: &foreseen) != nil else { return 0 }
        if foreseen.count > 2 {
            // Whoever fills or reads a large value sends many requests for it.
            let key = bytes.extracting(foreseen[1])
            if let value = context.keyspace.valueWorthPrefetching(of: key, in: database) {
                return foreseeElements(bytes, key, value)
            }
        }
        guard context.keyspace.isWorthPrefetching(in: database) else { return bytes.byteCount }
        return foreseeKeys(bytes, database)
    }

    private func foreseeKeys(_ bytes: RawSpan, _ database: Int) -> Int {
        var foresight = Foresight()
        var end = 0
        while !foresight.isFull, let next = PlainRecords.read(bytes, at: end, into: &foreseen) {
            // The first argument is a key more often than not, and nothing is lost if it is none.
            if foreseen.count > 1 { foresight.note(bytes.extracting(foreseen[1])) }
            end = next
        }
        foresight.prefetch(in: context.keyspace, database: database)
        return end
    }

    /// Looks ahead as long as the requests are about one value.
    private func foreseeElements(_ bytes: RawSpan, _ key: RawSpan, _ value: StoredValue) -> Int {
        var foresight = Foresight()
        var end = 0
        while !foresight.isFull, let next = PlainRecords.read(bytes, at: end, into: &foreseen) {
            guard foreseen.count > 2, bytes.extracting(foreseen[1]).equalsBytes(key) else { break }
            // The score of `ZADD` stands in front of the member.
            let place = value.kind == .sortedSet && foreseen.count > 3 ? 3 : 2
            foresight.note(bytes.extracting(foreseen[place]))
            end = next
        }
        foresight.prefetch(in: value)
        return end
    }
}
