#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

/// Keeps a second run from writing what this one writes.
///
/// The system gives a lock back when its process ends, however that happens: none is ever stale.
/// A file system that knows no locks has none.
package final class OutputLock {
    private let descriptor: Int32
    /// The lock file; nil where the directory itself is locked.
    private let path: String?
    private let leftovers = Leftovers()
    private var isReleased = false

    /// Locks a file or directory that is to be written, by a file beside it.
    ///
    /// What runs left behind that were killed while they wrote it is removed.
    ///
    /// - Throws: ``Fault/Reason/inUse`` if another run has it.
    package init(output: String) throws(Fault) {
        var trimmed = output
        while trimmed.count > 1, trimmed.hasSuffix("/") { trimmed.removeLast() }
        let parts = FilePathParts(trimmed)
        let path = parts.sibling(".\(parts.name).redoubt.lock")
        var descriptor: Int32 = -1
        do throws(Fault) {
            descriptor = try Self.lockFile(path, leftovers)
        } catch {
            // An existing directory may stand in one that is closed.
            let isClosed = [EACCES, EPERM, EROFS].contains(Int32(truncatingIfNeeded: error.detail))
            guard error.reason == .systemCall, isClosed,
                case .directory = try Directory.presence(of: trimmed)
            else { throw error }
            self.path = nil
            self.descriptor = try Self.lockDirectory(trimmed)
            return
        }
        self.path = path
        self.descriptor = descriptor
        Self.removeLeftovers(in: parts.directory, of: parts.name)
    }

    /// Locks a directory whose files are to be changed.
    ///
    /// - Throws: ``Fault/Reason/inUse`` if another run has it.
    package init(directory: String) throws(Fault) {
        path = nil
        descriptor = try Self.lockDirectory(directory)
        Self.removeLeftovers(in: directory, of: nil)
    }

    deinit {
        release()
        close(descriptor)
    }

    /// Lets others write again.
    package func release() {
        // Once only: a lock file that stands there later is another run's.
        guard !isReleased else { return }
        isReleased = true
        // Removed before it is unlocked: whoever opened it meanwhile sees that it is gone.
        if let path {
            leftovers.keep()
            try? Directory.removeFile(path)
        }
        flock(descriptor, LOCK_UN)
    }

    // MARK: Locking

    private static func lockFile(
        _ path: String,
        _ leftovers: Leftovers
    ) throws(Fault) -> Int32 {
        try Interruption.heldBack { () throws(Fault) in
            while true {
                let flags = O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW
                let descriptor = unsafe open(path, flags, 0o600)
                guard descriptor >= 0 else { throw .lastSystemCall() }
                try lock(descriptor)
                if Self.stands(descriptor, at: path) {
                    leftovers.add(path)
                    return descriptor
                }
                close(descriptor)
            }
        }
    }

    private static func lockDirectory(_ path: String) throws(Fault) -> Int32 {
        let descriptor = unsafe open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .lastSystemCall() }
        try lock(descriptor)
        return descriptor
    }

    /// Locks an open file, or closes it.
    private static func lock(_ descriptor: Int32) throws(Fault) {
        guard flock(descriptor, LOCK_EX | LOCK_NB) != 0 else { return }
        let failure = Fault.lastSystemCall()
        if errno == ENOTSUP || errno == ENOLCK || errno == ENOSYS { return }
        let isTaken = errno == EWOULDBLOCK
        close(descriptor)
        throw isTaken ? Fault(.inUse) : failure
    }

    /// Whether an open file is still the one at `path`: its owner may have removed it.
    private static func stands(_ descriptor: Int32, at path: String) -> Bool {
        var open = stat()
        var named = stat()
        guard unsafe fstat(descriptor, &open) == 0, unsafe stat(path, &named) == 0 else {
            return false
        }
        return open.st_ino == named.st_ino && open.st_dev == named.st_dev
    }

    // MARK: Leftovers

    /// Removes temporary files of runs that were killed: nobody else writes here now.
    private static func removeLeftovers(in directory: String, of name: String?) {
        guard let names = try? Directory.names(in: directory) else { return }
        for entry in names where isTemporary(entry, of: name) {
            try? Directory.removeFile(directory == "/" ? "/\(entry)" : "\(directory)/\(entry)")
        }
    }

    /// `.NAME.redoubt-PID.tmp`, or the same for a scratch file.
    private static func isTemporary(_ entry: String, of name: String?) -> Bool {
        let endings = [".tmp", ".scratch"]
        guard entry.hasPrefix("."), let ending = endings.first(where: { entry.hasSuffix($0) })
        else { return false }
        let stem = entry.dropFirst().dropLast(ending.count)
        guard let dash = stem.lastIndex(of: "-") else { return false }
        let process = stem[stem.index(after: dash)...]
        guard !process.isEmpty, process.allSatisfy({ $0.isASCII && $0.isNumber }) else {
            return false
        }
        let head = stem[..<dash]
        guard head.hasSuffix(".redoubt") else { return false }
        return name.map { head == "\($0).redoubt" } ?? true
    }
}
