import RedoubtTestSupport
import Testing

/// What clients and monitors look at, beside a real server.
@Suite("What a server shows of itself")
struct WatchingTests {
    @Test("is what Redis 7.0 shows", arguments: ["descriptions", "events", "tracking"])
    func compare(program: String) throws {
        let server = try ServingTool(["--ephemeral"] + ClientLibraryTests.snapshot)
        let real = try LiveServer(.redis70)
        defer { real.stop() }
        let result = try ClientProgram.run(program, ["\(server.port)", real.folder.path("s")])
        #expect(result.exitCode == 0, "\(result.text.suffix(4000))")
        #expect(result.text.hasSuffix("done\n"))
    }

    @Test("lets redis-py keep what it has read")
    func caching() throws {
        let server = try ServingTool(
            ["--ephemeral", "--as", "redis-7.4"] + ClientLibraryTests.snapshot
        )
        let result = try ClientProgram.run("caching", ["\(server.port)"])
        #expect(result.exitCode == 0, "\(result.text.suffix(2000))")
        #expect(result.text.hasSuffix("done\n"))
    }
}
