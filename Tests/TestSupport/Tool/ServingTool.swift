import Foundation

/// The built `redoubt serve` on a port of its own, stopped with its last reference.
public final class ServingTool {
    /// The port that it listens on.
    public private(set) var port = 0
    /// The number of its process.
    public var processID: Int32 { process.processIdentifier }

    private let process = Process()
    private let ended = DispatchSemaphore(value: 0)
    private let streams: TemporaryFolder

    /// Starts it and waits until clients can come.
    ///
    /// - Parameter environment: variables besides those of the tests.
    public init(
        _ arguments: [String],
        folder: String? = nil,
        environment: [String: String] = [:]
    ) throws {
        streams = try TemporaryFolder()
        process.executableURL = URL(filePath: try BuiltTool.path())
        process.arguments = ["serve", "--port", "0"] + arguments
        if let folder { process.currentDirectoryURL = URL(filePath: folder) }
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        let log = try streams.write([], to: "log")
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle(forWritingAtPath: log)
        process.standardError = process.standardOutput
        process.terminationHandler = { [ended] _ in ended.signal() }
        try process.run()
        try waitUntilReady()
    }

    deinit {
        end(with: SIGKILL)
    }

    /// What it wrote so far.
    public var log: String {
        (try? String(contentsOfFile: streams.path("log"), encoding: .utf8)) ?? ""
    }

    /// Sends a signal and waits for the end.
    ///
    /// - Returns: the exit code; 128 and the signal's number if a signal ended it.
    @discardableResult
    public func end(with signal: Int32) -> Int {
        if process.isRunning {
            kill(process.processIdentifier, signal)
            if ended.wait(timeout: .now() + 20) == .timedOut {
                kill(process.processIdentifier, SIGKILL)
                ended.wait()
            }
        }
        let status = Int(process.terminationStatus)
        return process.terminationReason == .exit ? status : 128 + status
    }

    private func waitUntilReady() throws {
        let deadline = Date(timeIntervalSinceNow: 60)
        while Date() < deadline, process.isRunning {
            if let found = log.firstMatch(of: /serving on port (\d+)/), let port = Int(found.1) {
                self.port = port
                return
            }
            usleep(5000)
        }
        throw TestFailure("redoubt serve does not start:\n\(log.suffix(2000))")
    }
}
