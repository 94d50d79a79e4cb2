internal import CInterruption

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

extension MappedFile {
    /// Ends the process with a sentence instead of a crash when a mapped file is cut short.
    ///
    /// The system sends `SIGBUS` for a page of a mapping that its file no longer has. Nothing can
    /// be returned to then, so a command line tool calls this once at its start; a program that
    /// must live on reads files that others may cut through ``FileSource``.
    public static func exitWhenCutShort() {
        signal(SIGBUS) { _ in
            // Only calls that a signal handler may make.
            redoubt_remove_leftovers()
            let text: StaticString = "redoubt: a file was cut short while it was read\n"
            _ = unsafe write(STDERR_FILENO, text.utf8Start, text.utf8CodeUnitCount)
            _exit(1)
        }
    }
}
