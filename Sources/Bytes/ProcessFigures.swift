#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

/// What the system knows of this process.
public enum ProcessFigures {
    /// The number of the process.
    public static var id: Int { Int(getpid()) }

    /// The most memory that was resident at any time, in bytes; pages of mapped files count.
    public static var peakByteCount: Int {
        guard let usage else { return 0 }
        #if canImport(Darwin)
        return usage.ru_maxrss
        #else
        // Linux counts in kilobytes.
        return usage.ru_maxrss * 1024
        #endif
    }

    /// The memory that is resident now, in bytes; the most that ever was where the system does not
    /// tell.
    public static var residentByteCount: Int {
        let descriptor = unsafe open("/proc/self/statm", O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return peakByteCount }
        defer { close(descriptor) }
        var text = [UInt8](repeating: 0, count: 128)
        // The system writes at most as many bytes as there is room for.
        let count = unsafe text.withUnsafeMutableBytes { room in
            unsafe read(descriptor, room.baseAddress, room.count)
        }
        let words = text.prefix(max(count, 0)).split(separator: UInt8(ascii: " "))
        guard words.count > 1, let pages = Int(String(decoding: words[1], as: UTF8.self)) else {
            return peakByteCount
        }
        return pages * Int(sysconf(Int32(_SC_PAGESIZE)))
    }

    /// The processor time that was used, in seconds.
    public static var processorSeconds: (user: Double, system: Double) {
        guard let usage else { return (0, 0) }
        return (seconds(usage.ru_utime), seconds(usage.ru_stime))
    }

    private static var usage: rusage? {
        var usage = rusage()
        #if canImport(Glibc)
        let result = unsafe getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        #else
        let result = unsafe getrusage(RUSAGE_SELF, &usage)
        #endif
        return result == 0 ? usage : nil
    }

    private static func seconds(_ time: timeval) -> Double {
        Double(time.tv_sec) + Double(time.tv_usec) / 1_000_000
    }
}
