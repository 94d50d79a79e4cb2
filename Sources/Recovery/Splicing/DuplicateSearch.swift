import RedoubtBytes
import RedoubtRDB

/// Looks again at keys that may stand twice in a snapshot.
///
/// A server refuses such a file. The filter of ``KeySelection`` seldom takes a strange key for one
/// that it has seen; a second look at the names alone tells for certain.
enum DuplicateSearch {
    /// Throws at the second place of a key that stands twice, which `key` then names.
    static func run(
        _ window: consuming ByteWindow,
        among suspects: Set<UInt64>,
        _ key: inout RecoveryError.KeyName?
    ) throws(Fault) {
        let ahead = window.mappedFile.map { ReadAhead($0) }
        defer { ahead?.stop() }
        var seen: [Int: ByteTable<Bool>] = [:]
        var frames = try FrameReader(window, keepsPayloads: false)
        var reported = 0
        while true {
            let run = try frames.passKeys { (name, _) throws(Fault) -> Bool in
                !suspects.contains(ByteHash.hash(name))
            }
            if frames.offset - reported > 1 << 20 {
                reported = frames.offset
                ahead?.advance(to: reported)
            }
            guard run.count == 0 else { continue }
            guard let frame = try frames.next() else { return }
            guard case .key(let found) = frame, suspects.contains(ByteHash.hash(frames.key)) else {
                continue
            }
            guard seen[found.database, default: ByteTable()].insert(frames.key, true) else {
                key = RecoveryError.KeyName(database: found.database, key: ByteString(frames.key))
                throw Fault(.duplicateKey, at: found.recordOffset)
            }
        }
    }
}
