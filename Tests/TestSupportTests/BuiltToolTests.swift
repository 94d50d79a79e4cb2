import RedoubtTestSupport
import Testing

@Suite("The built tool")
struct BuiltToolTests {
    @Test("It runs, and shows its help on standard output")
    func help() throws {
        let result = try BuiltTool.run(["--help"])
        #expect(result.exitCode == 0)
        #expect(result.outputText.contains("rebuild"))
        #expect(result.errors.isEmpty)
    }

    @Test("A subcommand that does not exist is wrong usage: exit code 2")
    func wrongUsage() throws {
        let result = try BuiltTool.run(["no-such-command"])
        #expect(result.exitCode == 2)
        #expect(result.output.isEmpty)
        #expect(!result.errors.isEmpty)
    }
}
