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
