#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

/// How the C library's allocator works for a process that holds a large dataset.
///
/// Keys are looked for all over the memory, so that most of a lookup's time is spent on finding
/// pages: huge ones are found sooner. And memory that one thread gives back is of use to all.
///
/// Source of the names: the tunables of glibc 2.35 and later; older ones pass over names that they
/// do not know.
public enum AllocatorSettings {
    /// The variable from which the allocator takes its settings, once: when a process starts.
    private static let variable = "GLIBC_TUNABLES"
    private static let forLargeDatasets = "glibc.malloc.hugetlb=1:glibc.malloc.arena_max=1"

    /// Starts the program again in the same process, with settings for large datasets.
    ///
    /// To be called before anything is opened. It comes back where there are settings already,
    /// whoever made them, and where the program can not be started again: nothing but some speed is
    /// lost then.
    public static func applyToLargeDataset() {
        #if canImport(Glibc)
        guard unsafe getenv(variable) == nil, let program = programPath else { return }
        unsafe setenv(variable, forLargeDatasets, 0)
        // The words live as long as the process.
        unsafe execv(program, CommandLine.unsafeArgv)
        unsafe unsetenv(variable)
        #endif
    }

    /// The file of the program: started by its own name, it keeps that in lists of processes.
    private static var programPath: String? {
        var path = [CChar](repeating: 0, count: Int(PATH_MAX))
        // The system writes at most as many bytes as there is room for.
        let count = unsafe readlink("/proc/self/exe", &path, path.count)
        guard count > 0, count < path.count else { return nil }
        return String(decoding: path.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
