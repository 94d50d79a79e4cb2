import Foundation
import RedoubtTestSupport

/// The checker of snapshots that comes with Redis 7.0.
enum Checker {
    struct Result {
        let exitCode: Int
        let text: String
    }

    static func run(on path: String) throws -> Result {
        let process = Process()
        process.executableURL = URL(filePath: try LiveServer.Kind.redis70.executable())
            .deletingLastPathComponent()
            .appending(path: "redis-check-rdb")
        process.arguments = [path]
        let output = Pipe()
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let said = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return Result(
            exitCode: Int(process.terminationStatus),
            text: String(decoding: said, as: UTF8.self)
        )
    }
}
