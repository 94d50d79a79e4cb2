import Foundation
import RedoubtRecovery
import RedoubtTestSupport
import Testing

/// A rebuild that is killed leaves the old output or the new one, and nothing between.
@Suite("A rebuild that is killed")
struct CrashSafetyTests {
    private static let killCount = 200

    @Test("leaves the old output or the new one, and does not confuse the next run")
    func killed() throws {
        let folder = try TemporaryFolder()
        let old = try SmallFixture.named("redis-7.0-types.rdb").bytes()
        let output = try folder.write(old, to: "out.rdb")
        let log = try #require(Fixture.logs.last { $0.server == "redis-7.0.15" }).files()
        let arguments = ["rebuild", "--log", log.subject, "--output", output]

        let start = ContinuousClock.now
        #expect(try BuiltTool.run(arguments).exitCode == 0)
        let duration = ContinuousClock.now - start
        let new = try FileBytes.read(output)
        let newDigest = try DigestRun(path: log.subject).run().hex
        #expect(try DigestRun(path: output).run().hex == newDigest)
        #expect(new != old)

        var generator = SeededGenerator(seed: 2)
        var survivors = 0
        try folder.write(old, to: "out.rdb")
        for _ in 0..<Self.killCount {
            let delay = duration * Double.random(in: 0...1.2, using: &generator)
            try kill(arguments, after: delay)
            let bytes = try FileBytes.read(output)
            if bytes == old {
                survivors += 1
            } else {
                #expect(try CheckRun(path: output, depth: .values).run().damage == nil)
                #expect(try DigestRun(path: output).run().hex == newDigest)
                try folder.write(old, to: "out.rdb")
            }
        }
        // Some have to be killed in time, or the test would show nothing.
        #expect(survivors > 0)

        try folder.write(Array("left by a crash".utf8), to: ".out.rdb.redoubt-1.tmp")
        #expect(try BuiltTool.run(arguments).exitCode == 0)
        #expect(try FileBytes.read(output) == new)
    }

    private func kill(_ arguments: [String], after delay: Duration) throws {
        let process = Process()
        process.executableURL = URL(filePath: try BuiltTool.path())
        process.arguments = arguments
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        usleep(UInt32(delay / .microseconds(1)))
        Foundation.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }
}
