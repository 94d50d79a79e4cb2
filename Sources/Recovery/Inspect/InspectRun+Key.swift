import RedoubtAOF
public import RedoubtBytes
import RedoubtRDB

extension InspectRun {
    /// Finds one key in the snapshot, or in the one that a log starts from.
    ///
    /// - Throws: ``RecoveryError``; a key that is not there is a failure.
    public func key(_ key: ByteString, database: Int) throws(RecoveryError) -> KeyInspection {
        var reader = LogReader(try LogLayout(opening: path))
        guard let file = try FileWalk.openNext(&reader), reader.hasPreamble else {
            throw RecoveryError(.failure, "there is no snapshot in which to look for a key")
        }
        do throws(Fault) {
            var frames = try FrameReader(reader.takeWindow())
            var auxiliaries: [(name: ByteString, value: ByteString)] = []
            while let frame = try frames.next() {
                if case .auxiliary(let name, let value) = frame {
                    auxiliaries.append((name, value))
                }
                guard case .key(let found) = frame, found.database == database,
                    frames.key.equalsBytes(key.bytes)
                else { continue }
                var inspection = try KeyInspection(found, frames)
                let isLog = file.role != nil || Preamble.isDeclared(in: auxiliaries)
                if isLog { inspection.warnings.append(.logNotReplayed) }
                return inspection
            }
        } catch {
            throw RecoveryError(error, file: file.path)
        }
        throw RecoveryError(
            .failure,
            "the snapshot does not hold this key",
            file: file.path,
            key: RecoveryError.KeyName(database: database, key: key)
        )
    }
}

extension Warning {
    fileprivate static let logNotReplayed = Warning(
        "the key is shown as the base of the log holds it: nothing was replayed"
    )
}
