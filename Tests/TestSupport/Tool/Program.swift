import Foundation

/// A program that a test runs to its end.
public enum Program {
    /// Runs a program.
    ///
    /// - Returns: its exit code and everything that it wrote.
    public static func run(
        _ path: String,
        _ arguments: [String],
        timeoutSeconds: Double = 120
    ) throws -> (exitCode: Int, text: String) {
        let folder = try TemporaryFolder()
        let process = Process()
        process.executableURL = URL(filePath: path)
        process.arguments = arguments
        let output = try folder.write([], to: "output")
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle(forWritingAtPath: output)
        process.standardError = process.standardOutput
        let ended = DispatchSemaphore(value: 0)
        process.terminationHandler = { _ in ended.signal() }
        try process.run()
        if ended.wait(timeout: .now() + timeoutSeconds) == .timedOut {
            kill(process.processIdentifier, SIGKILL)
            ended.wait()
        }
        let text = String(decoding: try Data(contentsOf: URL(filePath: output)), as: UTF8.self)
        return (Int(process.terminationStatus), text)
    }
}
