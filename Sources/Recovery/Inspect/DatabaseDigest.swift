import RedoubtAnalysis
import RedoubtBytes
import RedoubtKeyspace
import RedoubtValues

/// Hashes the keys of a database in memory, in pieces that can be hashed at the same time.
struct DatabaseDigest: Sendable {
    private static let pieceSize = 4096

    private let database: Database
    private let number: Int
    private let profile: ServerProfile

    init(_ database: Database, _ number: Int, _ profile: ServerProfile) {
        self.database = database
        self.number = number
        self.profile = profile
    }

    var pieceCount: Int {
        (database.entries.positions.count + Self.pieceSize - 1) / Self.pieceSize
    }

    /// The digest of the keys of one piece.
    @Sendable
    func piece(_ index: Int) -> Result<DatasetDigest, RecordFault> {
        var digest = DatasetDigest(profile: profile)
        let start = index * Self.pieceSize
        let end = min(start + Self.pieceSize, database.entries.positions.upperBound)
        for position in start..<end {
            guard let entry = database.entries.entry(at: position) else { continue }
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
