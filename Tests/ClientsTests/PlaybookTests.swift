import Foundation
import RedoubtTestSupport
import Testing

/// The playbook is what it says: every command of it is run, and its output compared.
@Suite("The playbook")
struct PlaybookTests {
    private struct Step {
        let command: String
        var output: [String] = []
    }

    @Test("leads from a snapshot to a real server that takes over")
    func walk() throws {
        let text = try String(
            contentsOf: ProjectFolder.url("docs/back-to-production.md"),
            encoding: .utf8
        )
        let steps = Self.steps(text)
        #expect(steps.count > 10)
        let folder = try TemporaryFolder()
        try FileManager.default.copyItem(
            atPath: ProjectFolder.url("Fixtures/redis-7.0.15/snapshot/dump.rdb").path,
            toPath: folder.path("dump.rdb")
        )
        try FileManager.default.createDirectory(
            atPath: folder.path("target"),
            withIntermediateDirectories: true
        )
        let script = try Self.script(steps, in: folder)
        let result = try Program.run("/bin/bash", [script], timeoutSeconds: 60)
        let expected = steps.flatMap { ["$ \($0.command)"] + $0.output }
        let found = result.text.split(separator: "\n", omittingEmptySubsequences: true)
            .map(String.init)
        #expect(found == expected, "\(result.text)")
    }

    /// The lines behind `$`, each with the output below it.
    private static func steps(_ text: String) -> [Step] {
        var steps: [Step] = []
        var isOpen = false
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("    $ ") {
                steps.append(Step(command: String(line.dropFirst(6))))
                isOpen = true
            } else if isOpen, line.hasPrefix("    ") {
                steps[steps.count - 1].output.append(String(line.dropFirst(4)))
            } else {
                isOpen = false
            }
        }
        return steps
    }

    /// The commands on ports that are free, with a wait for the server that is begun beside them.
    private static func script(_ steps: [Step], in folder: TemporaryFolder) throws -> String {
        let tool = try BuiltTool.path()
        let (first, second) = (try FreePort.find(), try FreePort.find())
        var lines = [
            "cd '\(folder.path)'",
            "redoubt() { '\(tool)' \"$@\"; }",
            // What is begun here may have inherited a mask that holds gentler signals back.
            "trap 'kill -9 $(jobs -p) 2>/dev/null' EXIT",
        ]
        for step in steps {
            let command = step.command.replacing("7379", with: "\(first)")
                .replacing("7380", with: "\(second)")
            lines.append("cat <<'LINE'\n$ \(step.command)\nLINE")
            lines.append(command)
            guard command.hasSuffix("&") else { continue }
            let port = command.contains("redoubt serve") ? first : second
            lines.append("until redis-cli -p \(port) ping >/dev/null 2>&1; do sleep 0.05; done")
        }
        return try folder.write(Array((lines.joined(separator: "\n") + "\n").utf8), to: "walk.sh")
    }
}
