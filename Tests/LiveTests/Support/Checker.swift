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

extension Checker {
    /// Lets the checker of logs that comes with Redis 7.0 fix a file in place.
    static func fix(_ path: String) throws {
        let process = Process()
        process.executableURL = URL(filePath: try LiveServer.Kind.redis70.executable())
            .deletingLastPathComponent()
            .appending(path: "redis-check-aof")
        process.arguments = ["--fix", path]
        let answer = Pipe()
        process.standardInput = answer
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        answer.fileHandleForWriting.write(Data("y\n".utf8))
        try answer.fileHandleForWriting.close()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw TestFailure("redis-check-aof --fix ends with \(process.terminationStatus)")
        }
    }
}

extension Checker {
    /// Lets the checker of logs cut the last file of a directory in place, where a time ends.
    static func truncate(_ directory: String, to seconds: Int64) throws {
        let process = Process()
        process.executableURL = URL(filePath: try LiveServer.Kind.redis70.executable())
            .deletingLastPathComponent()
            .appending(path: "redis-check-aof")
        process.arguments = [
            "--truncate-to-timestamp", "\(seconds)",
            directory + "/appendonly.aof.manifest",
        ]
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw TestFailure("redis-check-aof ends with \(process.terminationStatus)")
        }
    }
}
