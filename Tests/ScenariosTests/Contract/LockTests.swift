import Foundation
import RedoubtTestSupport
import Testing

/// Two runs never write the same output.
@Suite("A second run on the same output")
struct LockTests {
    /// A log, a snapshot, and how each command writes an output from them.
    private struct Sources {
        let folder: TemporaryFolder
        let log: String
        let snapshot: String
        let output: String

        init() throws {
            folder = try TemporaryFolder()
            log = try folder.write(LogText.commands("SET k 1"), to: "sources/appendonly.aof")
            snapshot = try folder.write(
                SmallFixture.named("redis-7.0-types.rdb").bytes(),
                to: "sources/dump.rdb"
            )
            try folder.write([], to: "to/keep")
            output = folder.path("to/out")
        }

        var writing: [[String]] {
            [
                ["rebuild", "--log", log, "--output", output],
                ["rebuild", "--log", log, "--carry-unknown", "--output", output],
                ["repair", log, "--output", output],
                ["salvage", snapshot, "--output", output],
                ["compact", log, "--output", output],
            ]
        }

        func names() throws -> [String] {
            try FileManager.default.contentsOfDirectory(atPath: folder.path("to")).sorted()
        }
    }

    @Test("is refused, and goes well once the first is gone", arguments: [SIGKILL, SIGTERM])
    func refused(signal: Int32) throws {
        let sources = try Sources()
        let first = ["rebuild", "--log", "-", "--output", sources.output]
        let lock = sources.folder.path("to/.out.redoubt.lock")
        let running = try RunningTool(first, until: lock)
        for arguments in sources.writing {
            let result = try BuiltTool.run(arguments)
            #expect(result.exitCode == 1, "\(arguments)")
            #expect(result.errorText.contains("another run of redoubt"), "\(arguments)")
            #expect(result.errorText.contains(sources.output), "\(arguments)")
        }
        #expect(running.end(by: signal) == 128 + Int(signal))
        for arguments in sources.writing {
            let result = try BuiltTool.run(arguments)
            #expect(result.exitCode == 0 || result.exitCode == 3, "\(result.errorText)")
            #expect(try sources.names() == ["keep", "out"], "\(arguments)")
            try FileManager.default.removeItem(atPath: sources.output)
        }
    }

    @Test("is refused where a log is being replaced")
    func inPlace() throws {
        let log = try CompactTests.Log()
        let descriptor = open(log.path, O_RDONLY)
        #expect(flock(descriptor, LOCK_EX | LOCK_NB) == 0)
        let result = try log.compact("--in-place")
        #expect(result.exitCode == 1)
        #expect(result.errorText.contains("another run of redoubt"))
        close(descriptor)
        #expect(try log.compact("--in-place").exitCode == 0)
    }
}
