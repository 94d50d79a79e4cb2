import Foundation
import RedoubtTestSupport
import Testing

/// What can't be written is an error with the name of the file, and leaves nothing.
@Suite("A disk that takes no more")
struct FullDiskTests {
    /// A log and a snapshot that no compression makes small.
    private static func sources() throws -> (folder: TemporaryFolder, log: String, dump: String) {
        let folder = try TemporaryFolder()
        var generator = SeededGenerator(seed: 3)
        var text: [UInt8] = []
        for number in 0..<200 {
            let value = (0..<1000).map { _ in UInt8.random(in: 0...255, using: &generator) }
            text += LogText.command(["SET", .init("key:\(number)"), .init(value)])
        }
        let log = try folder.write(text, to: "sources/appendonly.aof")
        let dump = folder.path("sources/dump.rdb")
        _ = try BuiltTool.run(["rebuild", "--log", log, "--output", dump])
        try FileManager.default.createDirectory(
            atPath: folder.path("to"),
            withIntermediateDirectories: true
        )
        return (folder, log, dump)
    }

    @Test("ends every command that writes, and leaves nothing behind")
    func outputs() throws {
        let (folder, log, dump) = try Self.sources()
        let commands = [
            "rebuild --log \(log)", "rebuild --log \(log) --carry-unknown", "repair \(log)",
            "salvage \(dump)", "compact \(log)", "compact \(log) --format aof",
        ]
        for command in commands {
            let output = folder.path("to/out")
            let said = try Shell.run(
                "ulimit -f 8; \"$0\" \(command) -o \(output) 2>&1; echo $?",
                []
            )
            #expect(said.output.hasSuffix("\n1\n"), "\(command): \(said.output)")
            #expect(said.output.contains("\(output): File too large"), "\(said.output)")
            let left = try FileManager.default.contentsOfDirectory(atPath: folder.path("to"))
            #expect(left == [], "\(command)")
        }
    }

    @Test("leaves a log that is being replaced as it was")
    func inPlace() throws {
        let (folder, log, _) = try Self.sources()
        let directory = folder.path("log")
        #expect(try BuiltTool.run(["compact", log, "--output", directory]).exitCode == 0)
        for path in [directory, log] {
            for form in ["rdb", "aof"] {
                let place = path == log ? folder.path("sources") : directory
                let names = try FileManager.default.contentsOfDirectory(atPath: place).sorted()
                let said = try Shell.run(
                    "ulimit -f 8; \"$0\" compact \"$1\" --in-place --format \(form) 2>&1; echo $?",
                    [path]
                )
                #expect(said.output.hasSuffix("\n1\n"), "\(said.output)")
                #expect(said.output.contains(path), "\(said.output)")
                #expect(
                    try FileManager.default.contentsOfDirectory(atPath: place).sorted() == names
                )
                #expect(try BuiltTool.run(["check", path]).exitCode == 0)
            }
        }
    }

    @Test("under standard output makes a command fail")
    func standardOutput() throws {
        let (folder, log, dump) = try Self.sources()
        defer { withExtendedLifetime(folder) {} }
        for command in ["digest \(dump)", "check \(log)", "inspect \(dump) --json"] {
            let said = try Shell.run("\"$0\" \(command) 2>&1 >/dev/full; echo $?", [])
            #expect(said.output.contains("standard output: No space left on device"))
            #expect(said.output.hasSuffix("\n1\n"), "\(said.output)")
        }
    }

    @Test("because it is read-only ends a replacement before it begins")
    func readOnly() throws {
        let log = try CompactTests.Log()
        let names = try log.names()
        chmod(log.path, 0o500)
        defer { chmod(log.path, 0o700) }
        // Root may write anywhere until it gives that right up.
        let wrapper = getuid() == 0 ? "setpriv --bounding-set=-dac_override" : ""
        let script = "\(wrapper) \"$0\" compact \"$1\" --in-place 2>&1; echo $?"
        let said = try Shell.run(script, [log.path]).output
        #expect(said.contains("\(log.path)"), "\(said)")
        #expect(said.hasSuffix("Permission denied\n1\n"), "\(said)")
        #expect(try log.names() == names)
    }
}
