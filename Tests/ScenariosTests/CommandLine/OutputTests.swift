import Foundation
import RedoubtTestSupport
import Testing

/// An output that can't be written is an error, and sources stay as they are whatever happens.
@Suite("The output of a rebuild")
struct OutputTests {
    /// A snapshot and a log in a folder of their own.
    private struct Sources {
        let folder: TemporaryFolder
        let snapshot: String
        let log: String

        init() throws {
            folder = try TemporaryFolder()
            let fixture = try SmallFixture.named("redis-7.0-types.rdb")
            snapshot = try folder.write(fixture.bytes(), to: "dump.rdb")
            log = try folder.write(LogText.commands("SELECT 0", "SET k 1"), to: "appendonly.aof")
        }

        /// Content and time of the last change of each.
        func state() throws -> [String] {
            try [snapshot, log].map { path in
                let attributes = try FileManager.default.attributesOfItem(atPath: path)
                let time = attributes[.modificationDate] as? Date
                return "\(try FileBytes.read(path)) \(time?.timeIntervalSince1970 ?? 0)"
            }
        }

        func rebuild(_ output: String) throws -> BuiltTool.Result {
            try BuiltTool.run([
                "rebuild", "--snapshot", snapshot, "--log", log, "--assume-aligned", "--output",
                output,
            ])
        }
    }

    @Test("is written, and the sources stay as they are")
    func written() throws {
        let sources = try Sources()
        let before = try sources.state()
        let output = sources.folder.path("out.rdb")
        #expect(try sources.rebuild(output).exitCode == 0)
        #expect(try sources.state() == before)
        let names = try FileManager.default.contentsOfDirectory(atPath: sources.folder.path)
        #expect(names.sorted() == ["appendonly.aof", "dump.rdb", "out.rdb"])
    }

    @Test(
        "fails cleanly where no file can be made",
        arguments: ["/proc/rebuilt.rdb", "/nowhere/at/all/rebuilt.rdb", "/tmp"]
    )
    func impossible(_ output: String) throws {
        let sources = try Sources()
        let before = try sources.state()
        let result = try sources.rebuild(output)
        #expect(result.exitCode == 1)
        #expect(result.errorText.contains(output))
        #expect(result.output.isEmpty)
        #expect(try sources.state() == before)
    }

    @Test("fails cleanly in a folder that is read-only")
    func readOnly() throws {
        let sources = try Sources()
        let closed = sources.folder.path("closed")
        try FileManager.default.createDirectory(
            atPath: closed,
            withIntermediateDirectories: false,
            attributes: [.posixPermissions: 0o500]
        )
        // Root may write anywhere until it gives that right up.
        let wrapper = getuid() == 0 ? "setpriv --bounding-set=-dac_override" : ""
        let result = try Shell.run(
            "\(wrapper) \"$0\" rebuild --snapshot \"$1\" --output \"$2\"",
            [sources.snapshot, "\(closed)/out.rdb"]
        )
        #expect(result.exitCode == 1)
        #expect(result.output.isEmpty)
        #expect(try FileManager.default.contentsOfDirectory(atPath: closed).isEmpty)
    }

    @Test("is not a source, by whatever name")
    func source() throws {
        let sources = try Sources()
        let before = try sources.state()
        let link = sources.folder.path("link.rdb")
        let second = sources.folder.path("second.aof")
        try FileManager.default.createSymbolicLink(
            atPath: link,
            withDestinationPath: sources.snapshot
        )
        try FileManager.default.linkItem(atPath: sources.log, toPath: second)
        for output in [sources.snapshot, sources.log, link, second] {
            let result = try sources.rebuild(output)
            #expect(result.exitCode == 2, "\(output)")
            #expect(result.errorText.contains("source"), "\(output)")
        }
        #expect(try sources.state() == before)
    }

    @Test("is not made from a damaged source, and the old one stays")
    func damaged() throws {
        let sources = try Sources()
        var bytes = try FileBytes.read(sources.snapshot)
        bytes[bytes.count / 2] ^= 0xFF
        try sources.folder.write(bytes, to: "dump.rdb")
        let output = try sources.folder.write([1, 2, 3], to: "out.rdb")
        #expect(try sources.rebuild(output).exitCode == 20)
        #expect(try FileBytes.read(output) == [1, 2, 3])
    }
}
