#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

/// What the process has taken of the machine.
public enum ProcessMemory {
    /// The most memory that was resident at any time, in bytes; pages of mapped files count.
    public static var peakByteCount: Int {
        var usage = rusage()
        #if canImport(Glibc)
        let result = unsafe getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        #else
        let result = unsafe getrusage(RUSAGE_SELF, &usage)
        #endif
        guard result == 0 else { return 0 }
        #if canImport(Darwin)
        return usage.ru_maxrss
        #else
        // Linux counts in kilobytes.
        return usage.ru_maxrss * 1024
        #endif
    }
}
