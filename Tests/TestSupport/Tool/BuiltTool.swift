import Foundation

/// The `redoubt` binary that was built along with the tests.
public enum BuiltTool {
    /// What a run of the tool left.
    public struct Result: Sendable {
        /// The exit code; 128 and the signal's number if a signal ended it.
        public let exitCode: Int
        /// Standard output.
        public let output: [UInt8]
        /// Standard error.
        public let errors: [UInt8]

        /// Standard output as text.
        public var outputText: String { String(decoding: output, as: UTF8.self) }

        /// Standard error as text.
        public var errorText: String { String(decoding: errors, as: UTF8.self) }

        /// The last line of standard output.
        public var lastLine: String {
            outputText.split(separator: "\n").last.map(String.init) ?? ""
        }
    }

    /// The path of the binary: it stands beside the test bundle.
    public static func path() throws -> String {
        let folder = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
        let candidates = [Bundle.main.bundleURL, folder].map { $0.appending(path: "redoubt").path }
        guard let path = candidates.first(where: FileManager.default.isExecutableFile) else {
            throw TestFailure("redoubt is not built; looked for \(candidates)")
        }
        return path
    }

    /// Runs the tool to its end, or stops it after `timeoutSeconds`.
    public static func run(
        _ arguments: [String],
        input: [UInt8]? = nil,
        folder: String? = nil,
        timeoutSeconds: Double = 120
    ) throws -> Result {
        let streams = try TemporaryFolder()
        let process = Process()
        process.executableURL = URL(filePath: try path())
        process.arguments = arguments
        if let folder { process.currentDirectoryURL = URL(filePath: folder) }
        // Files and not pipes: neither side can wait for the other.
        process.standardInput = try reading(streams.write(input ?? [], to: "input"))
        process.standardOutput = try writing(streams.write([], to: "output"))
        process.standardError = try writing(streams.write([], to: "errors"))
        let ended = DispatchSemaphore(value: 0)
        process.terminationHandler = { _ in ended.signal() }
        try process.run()
        if ended.wait(timeout: .now() + timeoutSeconds) == .timedOut {
            kill(process.processIdentifier, SIGKILL)
            ended.wait()
            throw TestFailure("redoubt \(arguments) took more than \(timeoutSeconds) seconds")
        }
        let status = Int(process.terminationStatus)
        return Result(
            exitCode: process.terminationReason == .exit ? status : 128 + status,
            output: try contents(streams.path("output")),
            errors: try contents(streams.path("errors"))
        )
    }

    private static func reading(_ path: String) throws -> FileHandle {
        try FileHandle(forReadingFrom: URL(filePath: path))
    }

    private static func writing(_ path: String) throws -> FileHandle {
        try FileHandle(forWritingTo: URL(filePath: path))
    }

    private static func contents(_ path: String) throws -> [UInt8] {
        Array(try Data(contentsOf: URL(filePath: path)))
    }
}
