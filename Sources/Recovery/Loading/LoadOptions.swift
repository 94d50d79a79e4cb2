import Foundation
public import RedoubtCommands
public import RedoubtScripting
public import RedoubtValues

/// How to read a dataset.
public struct LoadOptions: Sendable {
    /// The server to follow; nil for the one that the files name.
    public var server: ServerProfile?
    /// Whether a cut-off command or an open transaction at the end of a log is refused.
    public var isStrict: Bool
    /// Whether a replay counts the keys that it changes, which takes memory for each of them.
    public var countsKeys = false
    /// How far the scripts of a log may go.
    public var scriptLimits = ScriptLimits()
    /// The commands that a replay knows.
    public var commands = CommandTable.standard
    /// Whether a command that is not known ends the replay instead of being an error; only a
    /// rebuild, which can carry the rest of the log over, sets it.
    var carriesUnknown = false
    /// The memory to keep within, in bytes; nil for half of the machine's.
    ///
    /// What is more goes to a scratch file beside the output. The limit holds for keys that are
    /// replayed apart from each other.
    public var memoryMax: Int?
    /// The file beside which a scratch file is made.
    var scratch: String?
    /// How many cores to use; nil for all that the process may use.
    public var jobs: Int?

    /// How far the log is replayed; nil for its end.
    public var rewind: RewindPoint?
    /// Which commands of the log are left out: those that fit any of the patterns, but none that
    /// selects a database or bounds a transaction.
    public var exceptions: [CommandPattern] = []

    /// Creates options.
    public init(server: ServerProfile? = nil, isStrict: Bool = false) {
        self.server = server
        self.isStrict = isStrict
    }

    /// Whether not all of the log counts.
    var isRewound: Bool { rewind != nil || !exceptions.isEmpty }

    /// The file beside which a scratch file is made; in the folder for temporary files without an
    /// output.
    var scratchPath: String {
        scratch ?? FileManager.default.temporaryDirectory.appending(path: "redoubt").path
    }
}
