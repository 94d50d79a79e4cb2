import Foundation
import RedoubtRecovery

/// Where a command prints: data to standard output, everything else to standard error.
struct Console {
    /// Prints a line of data.
    func output(_ text: String) {
        FileHandle.standardOutput.write(Data((text + "\n").utf8))
    }

    /// Prints a remark that is not data.
    func note(_ text: String) {
        FileHandle.standardError.write(Data((text + "\n").utf8))
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
