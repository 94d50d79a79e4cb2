#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

/// What little the layouts need to know of directories.
public enum Directory {
    /// Whether something stands at `path`, and whether it is a directory.
    public enum Presence: Sendable {
        case missing
        case directory
        case file
    }

    /// What stands at `path`; links are followed.
    public static func presence(of path: String) throws(Fault) -> Presence {
        var status = stat()
        if unsafe stat(path, &status) == 0 {
            return status.st_mode & S_IFMT == S_IFDIR ? .directory : .file
        }
        guard errno == ENOENT || errno == ENOTDIR else { throw .lastSystemCall() }
        return .missing
    }

    /// The names in the directory at `path`, sorted; `.` and `..` are left out.
    public static func names(in path: String) throws(Fault) -> [String] {
        guard let stream = unsafe opendir(path) else { throw .lastSystemCall() }
        defer { unsafe closedir(stream) }
        var names: [String] = []
        while let entry = unsafe readdir(stream) {
            // The name ends in a NUL inside the entry.
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { field in
                unsafe String(cString: UnsafeRawPointer(field).assumingMemoryBound(to: CChar.self))
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    /// Creates the directory at `path` unless it is there, and makes its name durable.
    public static func create(_ path: String) throws(Fault) {
        if unsafe mkdir(path, 0o755) != 0 {
            let failure = Fault.lastSystemCall()
            guard errno == EEXIST, case .directory = try presence(of: path) else { throw failure }
            return
        }
        try AtomicFile.syncDirectory(FilePathParts(path).directory)
    }

    /// Where temporary files go: what `TMPDIR` names, or `/tmp`.
    public static var temporary: String {
        guard let named = unsafe getenv("TMPDIR") else { return "/tmp" }
        let path = unsafe String(cString: named)
        return path.isEmpty ? "/tmp" : path
    }

    /// Removes the file at `path`; that it is not there is no fault.
    public static func removeFile(_ path: String) throws(Fault) {
        guard unsafe unlink(path) == 0 || errno == ENOENT else { throw .lastSystemCall() }
    }

    /// Removes the directory at `path`.
    ///
    /// - Throws: ``Fault`` where it holds anything.
    public static func removeIfEmpty(_ path: String) throws(Fault) {
        guard unsafe rmdir(path) == 0 else { throw .lastSystemCall() }
    }
}

extension Directory {
    /// Whether two paths lead to the same file; false where one of them leads nowhere.
    public static func isSameFile(_ first: String, _ second: String) -> Bool {
        var left = stat()
        var right = stat()
        guard unsafe stat(first, &left) == 0, unsafe stat(second, &right) == 0 else { return false }
        return left.st_dev == right.st_dev && left.st_ino == right.st_ino
    }
}
