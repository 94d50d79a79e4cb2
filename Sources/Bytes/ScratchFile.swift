#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

/// A file without a name for what does not fit into memory; it is gone when the process ends.
///
/// One task appends; once that is over any number may read at the same time.
public final class ScratchFile: @unchecked Sendable {
    private let descriptor: Int32
    /// Number of bytes written.
    public private(set) var count = 0

    /// Creates the file in the directory of `path`.
    ///
    /// - Throws: ``Fault`` with ``Fault/Reason/systemCall``.
    public init(beside path: String) throws(Fault) {
        let parts = FilePathParts(path)
        let name = parts.sibling(".\(parts.name).redoubt-\(getpid()).scratch")
        descriptor = try Interruption.heldBack { () throws(Fault) in
            unsafe unlink(name)
            let flags = O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW
            let descriptor = unsafe open(name, flags, 0o600)
            guard descriptor >= 0 else { throw .lastSystemCall() }
            // It needs no name: whatever ends the process, nothing is left.
            guard unsafe unlink(name) == 0 else { throw .lastSystemCall() }
            return descriptor
        }
    }

    deinit {
        close(descriptor)
    }

    /// Appends bytes.
    ///
    /// - Returns: the offset at which they stand.
    public func append(_ bytes: RawSpan) throws(Fault) -> Int {
        let start = count
        var written = 0
        while written < bytes.byteCount {
            let rest = bytes.extracting(written..<bytes.byteCount)
            let step = unsafe rest.withUnsafeBytes { buffer in
                unsafe pwrite(
                    descriptor,
                    buffer.baseAddress,
                    buffer.count,
                    off_t(start + written)
                )
            }
            if step < 0 {
                guard errno == EINTR else { throw .lastSystemCall() }
                continue
            }
            written += step
        }
        count += written
        return start
    }

    /// Appends `byteCount` bytes that stand at `offset` to `output`.
    public func read(_ byteCount: Int, at offset: Int, to output: inout ByteBuilder) throws(Fault) {
        guard offset >= 0, byteCount >= 0, byteCount <= count - offset else {
            throw Fault(.truncated, at: offset)
        }
        var done = 0
        while done < byteCount {
            var failure: Int32 = 0
            let from = off_t(offset + done)
            let descriptor = descriptor
            // At most as many bytes are written as there is room for.
            unsafe output.appendUninitialised(byteCount - done) { (room) throws(Never) -> Int in
                let step = unsafe pread(descriptor, room.baseAddress, room.count, from)
                if step < 0 { failure = errno }
                done += max(step, 0)
                return max(step, 0)
            }
            if failure != 0, failure != EINTR {
                throw Fault(.systemCall, at: offset, detail: Int(failure))
            }
        }
    }
}
