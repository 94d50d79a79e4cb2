import Foundation
import RedoubtTestSupport

/// Runs of the built tool that need a shell around it.
enum Shell {
    /// Runs a script in which `$0` is the tool and `$1` and on are `arguments`.
    ///
    /// - Returns: the exit code, and standard output if the script leaves it alone.
    static func run(
        _ script: String,
        _ arguments: [String]
    ) throws -> (exitCode: Int, output: String) {
        let pipe = Pipe()
        let process = Process()
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = ["-c", script, try BuiltTool.path()] + arguments
        process.standardOutput = pipe
        process.standardError = FileHandle.nullDevice
        try process.run()
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        let status = Int(process.terminationStatus)
        return (
            process.terminationReason == .exit ? status : 128 + status,
            String(decoding: output, as: UTF8.self)
        )
    }
}
