import RedoubtBytes
import RedoubtRDB

/// The AUX fields at the start of a snapshot, read without the rest of it.
enum SnapshotHead {
    /// The fields; nil for an input that can not be read a second time.
    static func auxiliaries(
        of path: String
    ) throws(RecoveryError) -> [(name: ByteString, value: ByteString)]? {
        guard path != "-" else { return nil }
        let window = try SourceFile(path).window()
        guard window.mappedFile != nil else { return nil }
        do throws(Fault) {
            var fields: [(name: ByteString, value: ByteString)] = []
            var frames = try FrameReader(window)
            while case .auxiliary(let name, let value)? = try frames.next() {
                fields.append((name, value))
            }
            return fields
        } catch {
            throw RecoveryError(error, file: path)
        }
    }
}
