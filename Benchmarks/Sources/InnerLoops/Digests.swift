import RedoubtAnalysis
import RedoubtBytes
import RedoubtRDB
import RedoubtValues

/// The digest of values.
enum Digests {
    static let all = [hashes]

    private static let hashes = InnerLoop("digest of 100 small hashes", unitCount: 100) {
        let snapshot = try Samples.snapshot(keyCount: 100, onlyHashes: true)
        return {
            var reader = try FrameReader(ByteWindow(snapshot))
            var digest = DatasetDigest(profile: ServerProfile(.redis, 7, 0))
            while let frame = try reader.next() {
                guard case .key(let key) = frame else { continue }
                let context = reader.context
                try digest.add(reader.key, database: 0, hasExpiry: false) {
                    (visitor) throws(Fault) in
                    try key.type.visit(reader.payload, at: 0, in: context, &visitor)
                }
            }
            return digest.hex.hashValue
        }
    }
}
