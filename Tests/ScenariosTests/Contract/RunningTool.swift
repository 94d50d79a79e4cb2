import Foundation
import RedoubtTestSupport

/// A run of the tool that reads its log from a pipe, and so goes on until that ends.
final class RunningTool {
    private let process = Process()
    private let input = Pipe()

    /// Starts it and waits until `sign` is there.
    init(_ arguments: [String], until sign: String) throws {
        process.executableURL = URL(filePath: try BuiltTool.path())
        process.arguments = arguments
        process.standardInput = input
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        let deadline = Date(timeIntervalSinceNow: 30)
        while !FileBytes.exists(sign) {
            guard process.isRunning, Date() < deadline else {
                throw TestFailure("\(sign) does not appear")
            }
            usleep(2000)
        }
    }

    deinit {
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
    }

    /// Sends a signal and answers the exit code as a shell shows it.
    func end(by signal: Int32) -> Int {
        kill(process.processIdentifier, signal)
        process.waitUntilExit()
        let status = Int(process.terminationStatus)
        return process.terminationReason == .exit ? status : 128 + status
    }
}
