import Foundation
import RedoubtBytes
import RedoubtRecovery
import Synchronization

/// Where a command prints: data to standard output, everything else to standard error.
struct Console {
    /// Whether standard output took everything so far.
    static var isOutputWhole: Bool { !hasLostOutput.withLock { $0 } }

    private static let hasLostOutput = Mutex(false)

    /// Prints a line of data.
    ///
    /// What standard output does not take, as on a full disk, is told once and makes the command
    /// fail in the end; the files that it was to write are written all the same.
    func output(_ text: String) {
        do {
            try FileHandle.standardOutput.write(contentsOf: Data((text + "\n").utf8))
        } catch {
            let isFirst = Self.hasLostOutput.withLock { hasLost in
                defer { hasLost = true }
                return !hasLost
            }
            if isFirst { self.error("standard output: \(Self.cause(of: error))") }
        }
    }

    private static func cause(of error: any Error) -> String {
        let underlying = (error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError
        return Fault(.systemCall, detail: (underlying ?? error as NSError).code).description
    }

    /// Prints a remark that is not data; one that nobody can read is lost.
    func note(_ text: String) {
        try? FileHandle.standardError.write(contentsOf: Data((text + "\n").utf8))
    }

    /// Prints an error.
    func error(_ text: String, prefix: String = "redoubt: ") {
        note(prefix + text)
    }

    /// Prints warnings and answers the exit status that they lead to.
    func report(_ warnings: [Warning]) -> ExitStatus {
        for warning in warnings { note("redoubt: warning: \(warning)") }
        return warnings.isEmpty ? .done : .doneWithWarnings
    }

    /// Prints a value as JSON with sorted keys.
    func output(json value: some Encodable) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        output(String(decoding: try encoder.encode(value), as: UTF8.self))
    }

    /// Whether standard error is a terminal.
    var isInteractive: Bool { isatty(FileHandle.standardError.fileDescriptor) == 1 }
}
