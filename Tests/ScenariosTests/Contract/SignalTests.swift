import Foundation
import RedoubtTestSupport
import Testing

/// A signal that asks a run to end leaves nothing half-made.
@Suite("A run that a signal ends")
struct SignalTests {
    @Test("leaves nothing behind", arguments: [SIGTERM, SIGINT, SIGHUP])
    func waiting(signal: Int32) throws {
        let folder = try TemporaryFolder()
        let commands = [["rebuild", "--log", "-"], ["compact", "-"]]
        for command in commands {
            let running = try RunningTool(
                command + ["--output", folder.path("out")],
                until: folder.path(".out.redoubt.lock")
            )
            #expect(running.end(by: signal) == 128 + Int(signal))
            #expect(try folder.names() == [], "\(command)")
        }
    }

    @Test("goes on where the signal is ignored")
    func ignored() throws {
        let log = try CompactTests.Log()
        let script = """
            trap '' HUP
            (sleep 1; cat "$1") | "$0" rebuild --log - --output "$2" & tool=$!
            sleep 0.5; kill -HUP $tool; wait $tool; echo $?
            """
        let output = log.folder.path("out.rdb")
        let source = "\(log.path)/my.aof.1.incr.aof"
        #expect(try Shell.run(script, [source, output]).output.hasSuffix("0\n"))
        #expect(FileBytes.exists(output))
    }

    @Test("at any moment leaves all of the output or none of it")
    func anyMoment() throws {
        var generator = SeededGenerator(seed: 5)
        let folder = try TemporaryFolder()
        var text: [UInt8] = []
        for number in 0..<20_000 { text += LogText.commands("SET key:\(number) value:\(number)") }
        let log = try folder.write(text, to: "sources/appendonly.aof")
        let start = ContinuousClock.now
        let once = folder.path("once")
        #expect(try BuiltTool.run(["compact", log, "--output", once]).exitCode == 0)
        let duration = ContinuousClock.now - start
        try FileManager.default.removeItem(atPath: once)
        var ended: [Int: Int] = [:]
        for attempt in 0..<60 {
            let arguments = [
                ["compact", log, "--output", folder.path("to/out")],
                ["compact", log, "--format", "aof", "--output", folder.path("to/out")],
                ["rebuild", "--log", log, "--output", folder.path("to/out")],
            ][attempt % 3]
            try FileManager.default.createDirectory(
                atPath: folder.path("to"),
                withIntermediateDirectories: true
            )
            let delay = duration * Double.random(in: 0.2...1.1, using: &generator)
            let status = try terminate(arguments, after: delay)
            ended[status, default: 0] += 1
            let names = try FileManager.default.contentsOfDirectory(atPath: folder.path("to"))
            #expect(status == 0 ? names == ["out"] : names == [] || names == ["out"], "\(names)")
            if names == ["out"] {
                #expect(try BuiltTool.run(["check", folder.path("to/out")]).exitCode == 0)
            }
            try FileManager.default.removeItem(atPath: folder.path("to"))
        }
        #expect(Set(ended.keys).isSubset(of: [0, 143]), "\(ended)")
        #expect(ended[143, default: 0] > 0)
    }

    private func terminate(_ arguments: [String], after delay: Duration) throws -> Int {
        let process = Process()
        process.executableURL = URL(filePath: try BuiltTool.path())
        process.arguments = arguments
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        usleep(UInt32(delay / .microseconds(1)))
        kill(process.processIdentifier, SIGTERM)
        process.waitUntilExit()
        let status = Int(process.terminationStatus)
        return process.terminationReason == .exit ? status : 128 + status
    }

    @Test("that nobody listens to ends by the pipe's signal")
    func pipe() throws {
        let fixture = try SmallFixture.named("redis-7.0-types.rdb")
        let folder = try TemporaryFolder()
        let path = try folder.write(fixture.bytes(), to: "dump.rdb")
        let script = """
            { sleep 0.2; env --default-signal=PIPE "$0" digest "$1"; echo $? > "$2"; } | true
            """
        let status = folder.path("status")
        _ = try Shell.run(script, [path, status])
        let deadline = Date(timeIntervalSinceNow: 20)
        while try !FileBytes.exists(status) || FileBytes.read(status).isEmpty, Date() < deadline {
            usleep(5000)
        }
        #expect(try String(decoding: FileBytes.read(status), as: UTF8.self) == "141\n")
    }
}
