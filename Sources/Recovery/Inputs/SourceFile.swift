import RedoubtBytes
import RedoubtCodecs

/// A file that is read and never changed, named as the user named it.
struct SourceFile {
    /// The path; `-` is standard input.
    let path: String
    let file: InputFile

    init(_ path: String) throws(RecoveryError) {
        self.path = path
        do throws(Fault) {
            file = path == "-" ? .standardInput : try InputFile(path: path)
        } catch {
            throw RecoveryError(error, file: path)
        }
    }

    /// The content, decompressed where it is compressed.
    func window() throws(RecoveryError) -> ByteWindow {
        do throws(Fault) {
            return try CompressedInput.open(file)
        } catch {
            throw RecoveryError(error, file: path)
        }
    }

    /// The size on disk, or nil for a pipe.
    func size() throws(RecoveryError) -> Int? {
        do throws(Fault) {
            return try file.regularSize()
        } catch {
            throw RecoveryError(error, file: path)
        }
    }

    /// When the file last changed, in milliseconds since 1970.
    func modificationTimeMs() throws(RecoveryError) -> Int64 {
        do throws(Fault) {
            return try file.modificationTimeMs()
        } catch {
            throw RecoveryError(error, file: path)
        }
    }
}
