import RedoubtRecovery
import RedoubtTestSupport
import Testing

/// What stands behind the checksum of a snapshot.
@Suite("Bytes behind a snapshot")
struct TrailingBytesTests {
    private static let mark = [UInt8](repeating: UInt8(ascii: "f"), count: 40)
    private static let zeros = [UInt8](repeating: 0, count: 512)

    @Test("are a warning where servers do not read them, as the end mark of a diskless sync")
    func behindSnapshot() throws {
        let fixture = try SmallFixture.named("redis-7.0-types.rdb")
        let folder = try TemporaryFolder()
        let path = try folder.write(fixture.bytes() + Self.mark, to: "dump.rdb")
        for verb in ["digest", "inspect", "check"] {
            let result = try BuiltTool.run([verb, path])
            #expect(result.exitCode == 3, "\(verb)")
            #expect(result.errorText.contains("bytes follow the end of the snapshot"), "\(verb)")
        }
        #expect(try BuiltTool.run(["digest", path]).lastLine == fixture.digest)
        let output = folder.path("out.rdb")
        let rebuilt = try BuiltTool.run(["rebuild", "--log", path, "--output", output])
        #expect(rebuilt.exitCode == 3)
        #expect(try BuiltTool.run(["digest", output]).lastLine == fixture.digest)
    }

    @Test("are damage where a log was to follow, as zeros after a power cut")
    func behindPreamble() throws {
        let fixture = try SmallFixture.named("redis-6.2-log-rdb-base.aof")
        let preamble = try #require(try InspectRun(path: fixture.path).run().snapshot).byteCount
        let folder = try TemporaryFolder()
        let bytes = try Array(fixture.bytes().prefix(preamble)) + Self.zeros
        let path = try folder.write(bytes, to: "appendonly.aof")
        for verb in ["digest", "inspect", "check"] {
            let result = try BuiltTool.run([verb, path])
            #expect(result.exitCode == 20, "\(verb)")
            let text = result.errorText + result.outputText
            #expect(text.contains("\(preamble)"), "\(verb): \(text)")
        }
    }
}
