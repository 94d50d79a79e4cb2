#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

/// A file that grows at its end, by whole pieces: a piece that does not fit leaves nothing behind.
public struct AppendFile: ~Copyable {
    /// Makes what was appended durable; may be used by another thread than the file.
    public final class Sync: Sendable {
        fileprivate let descriptor: Int32

        fileprivate init(_ descriptor: Int32) {
            self.descriptor = descriptor
        }

        deinit {
            close(descriptor)
        }

        /// Waits until everything that was appended is on the disk.
        public func run() throws(Fault) {
            #if canImport(Darwin)
            let result = fsync(descriptor)
            #else
            let result = fdatasync(descriptor)
            #endif
            guard result == 0 else { throw .lastSystemCall() }
        }
    }

    /// Makes it durable.
    public let sync: Sync
    /// The size of the file in bytes.
    public private(set) var byteCount: Int

    /// Opens a file, which is created if it is missing.
    ///
    /// The name of a new file is durable once the folder is synced.
    public init(path: String) throws(Fault) {
        let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw .lastSystemCall() }
        let opened = Sync(descriptor)
        let end = lseek(descriptor, 0, SEEK_END)
        guard end >= 0 else { throw .lastSystemCall() }
        sync = opened
        byteCount = Int(end)
    }

    /// Appends bytes, all or none.
    public mutating func append(_ bytes: RawSpan) throws(Fault) {
        var done = 0
        while done < bytes.byteCount {
            let rest = bytes.extracting(done..<bytes.byteCount)
            let count = unsafe rest.withUnsafeBytes { unsafe Self.write($0, to: sync.descriptor) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else {
                let fault = Fault.lastSystemCall()
                if done > 0 { try truncate(to: byteCount) }
                throw fault
            }
            done += count
        }
        byteCount += bytes.byteCount
    }

    /// Cuts the file.
    public mutating func truncate(to count: Int) throws(Fault) {
        guard ftruncate(sync.descriptor, off_t(count)) == 0,
            lseek(sync.descriptor, off_t(count), SEEK_SET) >= 0
        else { throw .lastSystemCall() }
        byteCount = count
    }

    private static func write(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) -> Int {
        #if canImport(Darwin)
        unsafe Darwin.write(descriptor, bytes.baseAddress, bytes.count)
        #elseif canImport(Musl)
        unsafe Musl.write(descriptor, bytes.baseAddress, bytes.count)
        #else
        unsafe Glibc.write(descriptor, bytes.baseAddress, bytes.count)
        #endif
    }
}

extension Directory {
    /// Gives a file a second name in the same file system.
    ///
    /// - Returns: false where the file systems do not allow that.
    public static func link(_ path: String, as name: String) throws(Fault) -> Bool {
        #if canImport(Glibc)
        let result = unsafe Glibc.link(path, name)
        #elseif canImport(Musl)
        let result = unsafe Musl.link(path, name)
        #else
        let result = unsafe Darwin.link(path, name)
        #endif
        guard result != 0 else { return true }
        switch errno {
        case EXDEV, EPERM, EACCES, EMLINK, ENOTSUP: return false
        default: throw .lastSystemCall()
        }
    }
}
