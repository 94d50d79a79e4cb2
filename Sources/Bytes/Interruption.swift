internal import CInterruption

/// What becomes of half-made files when a signal ends the process.
public enum Interruption {
    /// From now on `SIGINT`, `SIGTERM`, `SIGHUP` and `SIGPIPE` remove half-made files and then end
    /// the process as they always do.
    ///
    /// Meant for a command line tool, at its start. A signal that is ignored stays ignored.
    public static func removeLeftovers() {
        redoubt_watch_signals()
    }

    /// Carries out steps between which no signal may end the process.
    package static func heldBack<Result: ~Copyable>(
        _ steps: () throws(Fault) -> Result
    ) throws(Fault) -> Result {
        redoubt_hold_signals()
        defer { redoubt_release_signals() }
        return try steps()
    }
}

/// Files and directories that are only there for as long as work goes on.
///
/// They are removed with the last reference, or when a signal ends the process, unless the work is
/// done and they were kept.
package final class Leftovers {
    private struct Entry {
        let path: String
        let isDirectory: Bool
        let place: Int32
    }

    private var entries: [Entry] = []

    /// Nothing.
    package init() {}

    deinit {
        for entry in entries.reversed() {
            try? entry.isDirectory
                ? Directory.removeIfEmpty(entry.path) : Directory.removeFile(entry.path)
        }
        forget()
    }

    /// Notes a file, or a directory that goes once it is empty.
    package func add(_ path: String, isDirectory: Bool = false) {
        let place = unsafe redoubt_note_leftover(path, isDirectory)
        entries.append(Entry(path: path, isDirectory: isDirectory, place: place))
    }

    /// Lets everything stay.
    package func keep() {
        forget()
        entries = []
    }

    private func forget() {
        for entry in entries { redoubt_forget_leftover(entry.place) }
    }
}
