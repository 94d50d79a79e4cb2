import RedoubtAOF
import RedoubtBytes

/// What a command took of the machine.
public struct ResourceUse: Sendable, Hashable {
    /// Size of the files that were read, and of what came back from a scratch file.
    public private(set) var bytesRead = 0
    /// Number of bytes written, to a scratch file as well.
    public private(set) var bytesWritten = 0
    /// The most memory that the process held at any time, in bytes; pages of mapped files count.
    public private(set) var peakMemory = 0

    /// Nothing.
    init() {}

    /// What the process has taken by now.
    init(reading paths: [String], writing byteCount: Int, scratch: Int) throws(RecoveryError) {
        var read = 0
        for path in paths where path != "-" { read += try SourceFile(path).size() ?? 0 }
        bytesRead = read + scratch
        bytesWritten = byteCount + scratch
        peakMemory = ProcessFigures.peakByteCount
    }
}
