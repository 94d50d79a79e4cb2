import RedoubtAnalysis
import RedoubtBytes
import RedoubtKeyspace
import RedoubtValues

/// Hashes the keys of a database, in pieces that can be hashed at the same time.
struct DatabaseDigest: Sendable {
    private let pieces: KeyPieces
    private let number: Int
    private let profile: ServerProfile

    init(_ database: Database, _ number: Int, _ profile: ServerProfile) {
        pieces = KeyPieces(database)
        self.number = number
        self.profile = profile
    }

    var pieceCount: Int { pieces.count }

    /// The digest of the keys of one piece.
    @Sendable
    func piece(_ index: Int) -> Result<DatasetDigest, RecordFault> {
        var digest = DatasetDigest(profile: profile)
        for entry in pieces[index] {
            let isExpiring = entry.value.attributes.expiresAtMs != nil
            do throws(Fault) {
                try digest.add(entry.key.bytes, database: number, hasExpiry: isExpiring) {
                    (value) throws(Fault) in
                    try entry.value.value.visit(&value)
                }
            } catch {
                let key = RecoveryError.KeyName(database: number, key: entry.key)
                return .failure(RecordFault(fault: error, key: key))
            }
        }
        return .success(digest)
    }
}
