import RedoubtBytes
import RedoubtCommands
import RedoubtKeyspace
import RedoubtRESP

extension ServerEngine {
    /// Looks ahead in a pipeline: asks for what its next requests are going to look at.
    ///
    /// - Returns: how many of the bytes have been looked at, which are whole requests; none of
    ///   them has to be looked at again.
    public func foresee(_ bytes: RawSpan, for session: Session) -> Int {
        guard context.keyspace.isWorthPrefetching(in: session.database) else {
            return bytes.byteCount
        }
        var foresight = KeyForesight()
        var end = 0
        while !foresight.isFull, let next = PlainRecords.read(bytes, at: end, into: &foreseen) {
            // The first argument is a key more often than not, and nothing is lost if it is none.
            if foreseen.count > 1 { foresight.note(bytes.extracting(foreseen[1])) }
            end = next
        }
        foresight.prefetch(in: context.keyspace, database: session.database)
        return end
    }
}
