import Foundation
import RedoubtTestSupport
import Testing

/// What programs may rely on in the output of every command.
@Suite("The contract with other programs")
struct SchemaTests {
    /// How each command is asked for JSON; a new command has to be added here.
    private static func arguments(
        _ folder: TemporaryFolder
    ) throws -> [String: [[String]]] {
        let log = try folder.write(LogText.commands("SET k 1"), to: "appendonly.aof")
        let dump = try folder.write(
            SmallFixture.named("redis-7.0-types.rdb").bytes(),
            to: "dump.rdb"
        )
        return [
            "rebuild": [["--log", log, "--output", folder.path("out.rdb")]],
            "digest": [[dump]],
            "inspect": [[dump], [log], [dump, "--key", "nothing"]],
            "check": [[dump], [log]],
            "repair": [[log, "--dry-run"]],
            "salvage": [[dump, "--dry-run"]],
            "timeline": [[log]],
            "compact": [[log, "--dry-run"]],
        ]
    }

    private static func commandNames() throws -> [String] {
        let lines = try BuiltTool.run(["--help"]).outputText.split(separator: "\n")
        return lines.drop { !$0.hasPrefix("SUBCOMMANDS") }.dropFirst()
            .filter { $0.hasPrefix("  ") && !$0.hasPrefix("   ") }
            .compactMap { $0.split(separator: " ").first.map(String.init) }
            .filter { $0 != "See" && $0 != "help" }
    }

    @Test("has a schema with a version in the JSON of every command, and docs/json.md knows it")
    func schemas() throws {
        let folder = try TemporaryFolder()
        let known = try Self.arguments(folder)
        let document = try String(contentsOf: ProjectFolder.url("docs/json.md"), encoding: .utf8)
        let names = try Self.commandNames()
        #expect(names.contains("compact"))
        // A server answers clients, and prints nothing.
        for name in names where name != "serve" {
            let runs = try #require(known[name], "\(name) has no run here")
            for arguments in runs {
                let result = try BuiltTool.run([name] + arguments + ["--json"])
                guard result.exitCode == 0 || result.exitCode == 3 else {
                    #expect(result.output.isEmpty, "\(name)")
                    continue
                }
                let object = try JSONSerialization.jsonObject(with: Data(result.output))
                let schema = try #require((object as? [String: Any])?["schema"] as? String)
                #expect(schema.contains(#/^redoubt\.[a-z]+\.v[0-9]+$/#), "\(schema)")
                #expect(document.contains("`\(schema)`"), "\(schema)")
            }
        }
    }

    @Test("keeps standard error for people: no JSON there, and no text among the data")
    func streams() throws {
        let folder = try TemporaryFolder()
        let torn = try folder.write(
            LogText.commands("SET k 1") + Array("*3\r\n$3".utf8),
            to: "appendonly.aof"
        )
        let result = try BuiltTool.run(["digest", torn, "--json"])
        #expect(result.exitCode == 3)
        #expect(result.errorText.hasPrefix("redoubt: warning: "))
        _ = try JSONSerialization.jsonObject(with: Data(result.output))
    }
}
