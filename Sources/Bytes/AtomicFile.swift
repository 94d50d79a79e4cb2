#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

/// A file that appears whole or not at all.
///
/// Bytes go to a temporary file in the same directory. ``commit()`` fsyncs it, renames it over the
/// target and fsyncs the directory; a crash at any moment leaves the old target or the new one.
/// Dropped without a commit, the temporary file is removed.
public struct AtomicFile: ~Copyable {
    private let descriptor: Int32
    private let temporary: String
    private let target: String
    private let directory: String
    private let model: String
    private let leftovers: Leftovers
    private let progress = Progress()

    /// Creates the temporary file beside `path`.
    ///
    /// - Parameters:
    ///   - path: what the file is called once it is whole.
    ///   - model: the file whose owner and permissions it gets, if that is there; nil for the one
    ///     that it replaces.
    /// - Throws: ``Fault`` with ``Fault/Reason/systemCall``.
    public init(path: String, like model: String? = nil) throws(Fault) {
        let parts = FilePathParts(path)
        target = path
        directory = parts.directory
        self.model = model ?? path
        // The process id keeps two runs apart; a leftover of a dead process is replaced.
        let temporary = parts.sibling(".\(parts.name).redoubt-\(getpid()).tmp")
        self.temporary = temporary
        let leftovers = Leftovers()
        self.leftovers = leftovers
        descriptor = try Interruption.heldBack { () throws(Fault) in
            unsafe unlink(temporary)
            let flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW
            let descriptor = unsafe open(temporary, flags, 0o666)
            guard descriptor >= 0 else { throw .lastSystemCall() }
            leftovers.add(temporary)
            return descriptor
        }
    }

    /// Takes bytes and keeps none of them: for a trial run, which must not be committed.
    package init(discardingFor path: String) throws(Fault) {
        target = path
        directory = FilePathParts(path).directory
        model = path
        temporary = "/dev/null"
        leftovers = Leftovers()
        descriptor = unsafe open(temporary, O_WRONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .lastSystemCall() }
    }

    deinit {
        close(descriptor)
    }

    /// Number of bytes appended so far.
    package var byteCount: Int { progress.written }

    /// Opens what was written so far for reading.
    package func content() throws(Fault) -> InputFile {
        try InputFile(path: temporary)
    }

    /// Appends bytes.
    public func write(_ bytes: RawSpan) throws(Fault) {
        var written = 0
        while written < bytes.byteCount {
            let rest = bytes.extracting(written..<bytes.byteCount)
            let count = unsafe rest.withUnsafeBytes { buffer in
                unsafe Self.systemWrite(descriptor, buffer.baseAddress, buffer.count)
            }
            if count < 0 {
                guard errno == EINTR else { throw .lastSystemCall() }
                continue
            }
            written += count
        }
        progress.written += written
        startWritingBack()
    }

    /// Writes over bytes that were written before, from an offset on.
    public func overwrite(_ bytes: RawSpan, at offset: Int) throws(Fault) {
        var written = 0
        while written < bytes.byteCount {
            let rest = bytes.extracting(written..<bytes.byteCount)
            let count = unsafe rest.withUnsafeBytes { buffer in
                unsafe pwrite(
                    descriptor,
                    buffer.baseAddress,
                    buffer.count,
                    off_t(offset + written)
                )
            }
            if count < 0 {
                guard errno == EINTR else { throw .lastSystemCall() }
                continue
            }
            written += count
        }
    }

    /// Has the system write to the disk while more comes, so that the last sync finds little to do.
    private func startWritingBack() {
        let count = progress.written - progress.started
        guard count >= Self.writeBackCount else { return }
        #if canImport(Glibc) || canImport(Musl)
        // Linux begins to write dirty pages that will not be needed; a refusal does no harm.
        _ = posix_fadvise(
            descriptor,
            off_t(progress.started),
            off_t(count),
            POSIX_FADV_DONTNEED
        )
        #endif
        progress.started = progress.written
    }

    private static let writeBackCount = 8 << 20

    /// How far the file is written, and how far its way to the disk has begun.
    private final class Progress {
        var written = 0
        var started = 0
    }

    /// Makes the content durable and puts it in the target's place.
    public consuming func commit() throws(Fault) {
        try commit {}
    }

    /// Makes the content durable, puts it in the target's place and carries out `done` before any
    /// signal or fault can come between.
    package consuming func commit(_ done: () -> Void) throws(Fault) {
        guard fsync(descriptor) == 0 else { throw .lastSystemCall() }
        try takeAttributesOfModel()
        let (temporary, target, leftovers) = (temporary, target, leftovers)
        try Interruption.heldBack { () throws(Fault) in
            guard unsafe rename(temporary, target) == 0 else { throw .lastSystemCall() }
            leftovers.keep()
            done()
        }
        try Self.syncDirectory(directory)
    }

    /// A file that is replaced keeps its owner, as far as that is allowed, and its permissions: the
    /// server must still be able to read it.
    private func takeAttributesOfModel() throws(Fault) {
        var status = stat()
        guard unsafe stat(model, &status) == 0 else { return }
        if fchown(descriptor, status.st_uid, status.st_gid) != 0, errno != EPERM {
            throw .lastSystemCall()
        }
        guard fchmod(descriptor, status.st_mode & 0o7777) == 0 else { throw .lastSystemCall() }
    }

    /// Makes renames and new names in `path` durable.
    public static func syncDirectory(_ path: String) throws(Fault) {
        let descriptor = unsafe open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .lastSystemCall() }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw .lastSystemCall() }
    }

    private static func systemWrite(
        _ descriptor: Int32,
        _ base: UnsafeRawPointer?,
        _ count: Int
    ) -> Int {
        #if canImport(Darwin)
        unsafe Darwin.write(descriptor, base, count)
        #elseif canImport(Musl)
        unsafe Musl.write(descriptor, base, count)
        #else
        unsafe Glibc.write(descriptor, base, count)
        #endif
    }
}

/// A path split at its last separator.
package struct FilePathParts {
    package let directory: String
    package let name: String

    package init(_ path: String) {
        if let slash = path.lastIndex(of: "/") {
            directory = slash == path.startIndex ? "/" : String(path[..<slash])
            name = String(path[path.index(after: slash)...])
        } else {
            directory = "."
            name = path
        }
    }

    /// The path of another file in the same directory.
    package func sibling(_ other: String) -> String {
        directory == "/" ? "/\(other)" : "\(directory)/\(other)"
    }
}
