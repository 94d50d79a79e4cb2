#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

/// A stream of bytes that can be pulled: a file descriptor, a decompressor, a test double.
public protocol ByteSource {
    /// Reads at least one byte into `buffer` and returns how many; 0 means the end.
    mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws(Fault) -> Int
}

/// An open file, read-only; closed when the last reference goes.
public final class InputFile: Sendable {
    /// The descriptor, for system calls that have no wrapper here.
    package let descriptor: Int32
    private let closes: Bool

    /// Opens the file at `path` for reading.
    ///
    /// - Throws: ``Fault`` with ``Fault/Reason/systemCall``.
    public init(path: String) throws(Fault) {
        let opened = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard opened >= 0 else { throw .lastSystemCall() }
        descriptor = opened
        closes = true
    }

    private init(borrowing descriptor: Int32) {
        self.descriptor = descriptor
        closes = false
    }

    /// The standard input of the process.
    public static let standardInput = InputFile(borrowing: STDIN_FILENO)

    deinit {
        if closes { close(descriptor) }
    }

    /// The size in bytes, or nil for a pipe or a device.
    public func regularSize() throws(Fault) -> Int? {
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else { throw .lastSystemCall() }
        return status.st_mode & S_IFMT == S_IFREG ? Int(status.st_size) : nil
    }

    /// The time of the last change, in milliseconds since 1970.
    public func modificationTimeMs() throws(Fault) -> Int64 {
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else { throw .lastSystemCall() }
        #if canImport(Darwin)
        let time = status.st_mtimespec
        #else
        let time = status.st_mtim
        #endif
        return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
    }

    /// Reads at the current position; retries when a signal interrupts.
    package func read(into buffer: UnsafeMutableRawBufferPointer) throws(Fault) -> Int {
        while true {
            let count = unsafe Self.systemRead(descriptor, buffer.baseAddress, buffer.count)
            if count >= 0 { return count }
            guard errno == EINTR else { throw .lastSystemCall() }
        }
    }

    /// Reads up to `buffer.count` bytes at an absolute offset, without moving the position.
    package func read(
        into buffer: UnsafeMutableRawBufferPointer,
        at offset: Int
    ) throws(Fault) -> Int {
        while true {
            let count = unsafe pread(descriptor, buffer.baseAddress, buffer.count, off_t(offset))
            if count >= 0 { return count }
            guard errno == EINTR else { throw .lastSystemCall() }
        }
    }

    private static func systemRead(
        _ descriptor: Int32,
        _ base: UnsafeMutableRawPointer?,
        _ count: Int
    ) -> Int {
        #if canImport(Darwin)
        unsafe Darwin.read(descriptor, base, count)
        #elseif canImport(Musl)
        unsafe Musl.read(descriptor, base, count)
        #else
        unsafe Glibc.read(descriptor, base, count)
        #endif
    }
}

/// Pulls the bytes of an open file from its current position on.
public struct FileSource: ByteSource {
    private let file: InputFile

    /// Reads from where the descriptor stands.
    public init(_ file: InputFile) {
        self.file = file
    }

    /// Reads the next bytes of the file.
    public mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws(Fault) -> Int {
        try unsafe file.read(into: buffer)
    }
}
