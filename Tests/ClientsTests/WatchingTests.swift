import RedoubtTestSupport
import Testing

/// What clients and monitors look at, beside a real server.
@Suite("What a server shows of itself")
struct WatchingTests {
    @Test("is what Redis 7.0 shows", arguments: ["descriptions", "events"])
    func compare(program: String) throws {
        let server = try ServingTool(["--ephemeral"] + ClientLibraryTests.snapshot)
        let real = try LiveServer(.redis70)
        defer { real.stop() }
        let result = try ClientProgram.run(program, ["\(server.port)", real.folder.path("s")])
        #expect(result.exitCode == 0, "\(result.text.suffix(4000))")
        #expect(result.text.hasSuffix("done\n"))
    }
}
