#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

/// What tells that a file is still the one that it was.
package struct FileState: Hashable, Sendable {
    private let device: UInt64
    private let number: UInt64
    private let byteCount: Int
    private let changedSeconds: Int
    private let changedNanoseconds: Int

    /// The state of the file at `path`; nil if there is none.
    package init?(path: String) {
        var status = stat()
        guard unsafe stat(path, &status) == 0 else { return nil }
        self.init(status)
    }

    /// The state of an open file; nil if the system does not tell.
    package init?(_ file: InputFile) {
        var status = stat()
        guard unsafe fstat(file.descriptor, &status) == 0 else { return nil }
        self.init(status)
    }

    /// Size, number and time of the last change, for whoever wants to keep them.
    package var words: [UInt64] {
        let nanoseconds = UInt64(bitPattern: Int64(changedSeconds)) &* 1_000_000_000
        return [
            UInt64(byteCount), number,
            nanoseconds &+ UInt64(bitPattern: Int64(changedNanoseconds)),
        ]
    }

    private init(_ status: stat) {
        device = UInt64(truncatingIfNeeded: status.st_dev)
        number = UInt64(truncatingIfNeeded: status.st_ino)
        byteCount = Int(status.st_size)
        #if canImport(Darwin)
        let time = status.st_mtimespec
        #else
        let time = status.st_mtim
        #endif
        changedSeconds = Int(time.tv_sec)
        changedNanoseconds = Int(time.tv_nsec)
    }
}
