#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

/// Which processes have files open, as `/proc` tells it.
package struct OpenFiles {
    /// A process of this machine.
    package struct Holder: Hashable, Sendable {
        /// Its number.
        package let process: Int32
        /// What it is called.
        package let name: String
        /// The file that it has open or locked; nil where that can not be looked up.
        package let path: String?
    }

    private struct Identity: Hashable {
        let device: UInt64
        let number: UInt64

        init(_ status: stat) {
            device = UInt64(truncatingIfNeeded: status.st_dev)
            number = UInt64(truncatingIfNeeded: status.st_ino)
        }
    }

    private let paths: [Identity: String]

    /// Asks for the files at `paths`; those that are not there count for nothing.
    package init(_ paths: [String]) {
        var found: [Identity: String] = [:]
        for path in paths {
            var status = stat()
            guard unsafe stat(path, &status) == 0 else { continue }
            found[Identity(status)] = path
        }
        self.paths = found
    }

    /// The other processes that have one of the files open, and those of which nobody may know.
    ///
    /// - Returns: nil where the system does not tell.
    package func holders() -> (known: [Holder], hidden: [Holder])? {
        guard let processes = try? Directory.names(in: "/proc") else { return nil }
        var known: [Holder] = []
        var hidden: [Holder] = []
        var sawAny = false
        for process in processes.compactMap({ Int32($0) }) {
            sawAny = true
            guard process != getpid() else { continue }
            do throws(Fault) {
                if let path = try openPath(of: process) {
                    known.append(Self.holder(process, path))
                }
            } catch {
                // It may have ended by now.
                guard error.detail == Int(EACCES) || error.detail == Int(EPERM) else { continue }
                hidden.append(Self.holder(process, nil))
            }
        }
        return sawAny ? (known, hidden) : nil
    }

    /// A process that has a lock on one of the files, as far as the system tells which.
    package func locker() -> Holder? {
        for path in paths.values.sorted() {
            guard let file = try? InputFile(path: path) else { continue }
            var lock = flock()
            lock.l_type = Int16(truncatingIfNeeded: Int(F_WRLCK))
            lock.l_whence = Int16(truncatingIfNeeded: Int(SEEK_SET))
            let asked = unsafe fcntl(file.descriptor, F_GETLK, &lock)
            if asked == 0, Int(lock.l_type) != Int(F_UNLCK) {
                return Self.holder(Int32(lock.l_pid), path)
            }
            if flock(file.descriptor, LOCK_EX | LOCK_NB) != 0, errno == EWOULDBLOCK {
                return Holder(process: 0, name: "another process", path: path)
            }
        }
        return nil
    }

    private func openPath(of process: Int32) throws(Fault) -> String? {
        let folder = "/proc/\(process)/fd"
        for name in try Directory.names(in: folder) {
            var status = stat()
            guard unsafe stat("\(folder)/\(name)", &status) == 0 else { continue }
            if let path = paths[Identity(status)] { return path }
        }
        return nil
    }

    private static func holder(_ process: Int32, _ path: String?) -> Holder {
        var name = ""
        if let file = try? InputFile(path: "/proc/\(process)/comm") {
            var window = ByteWindow(FileSource(file), refillCount: 64)
            let bytes = (try? window.peek(64).array) ?? []
            name = String(decoding: bytes.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
        }
        return Holder(process: process, name: name, path: path)
    }
}
