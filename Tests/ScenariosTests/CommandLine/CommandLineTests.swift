import Foundation
import RedoubtTestSupport
import Testing

/// What every command keeps to: exit codes, where output goes, JSON, standard input.
@Suite("Every command")
struct CommandLineTests {
    @Test("ends with the exit code that says how it went")
    func exitCodes() throws {
        let folder = try TemporaryFolder()
        let sound = try SmallFixture.named("redis-7.0-types.rdb")
        let damaged = try folder.write(Array(sound.bytes().dropLast(20)), to: "damaged.rdb")
        let cut = try folder.write(
            LogText.commands("SELECT 0", "SET k 1", "SET k 2").dropLast(3).map { $0 },
            to: "cut.aof"
        )
        for verb in ["digest", "check", "inspect"] {
            #expect(try BuiltTool.run([verb, sound.path]).exitCode == 0, "\(verb)")
            #expect(try BuiltTool.run([verb, folder.path("absent")]).exitCode == 1, "\(verb)")
            #expect(try BuiltTool.run([verb]).exitCode == 2, "\(verb)")
            #expect(try BuiltTool.run([verb, "--frob", sound.path]).exitCode == 2, "\(verb)")
            #expect(try BuiltTool.run([verb, damaged]).exitCode == 20, "\(verb)")
        }
        #expect(try BuiltTool.run(["digest", cut]).exitCode == 3)
        #expect(try BuiltTool.run(["inspect", cut]).exitCode == 3)
        #expect(try BuiltTool.run(["check", cut]).exitCode == 20)
        #expect(try BuiltTool.run(["frob"]).exitCode == 2)
        #expect(try BuiltTool.run(["--help"]).exitCode == 0)
        #expect(try BuiltTool.run(["digest", "--as", "frob", sound.path]).exitCode == 2)
    }

    @Test(
        "prints the digest as the last line, and notes on standard error",
        arguments: SmallFixture.all
    )
    func digest(_ fixture: SmallFixture) throws {
        let name = fixture.name.split(separator: "-").prefix(2).joined(separator: "-")
        let result = try BuiltTool.run(["digest", "--as", name, fixture.path])
        #expect(result.outputText == fixture.digest + "\n")
        #expect(result.errors.isEmpty || fixture.name.contains("-plain."))
    }

    @Test("notes on standard error that a server is assumed")
    func assumed() throws {
        let folder = try TemporaryFolder()
        let log = try folder.write(LogText.commands("SET k 1"), to: "a.aof")
        let result = try BuiltTool.run(["digest", log])
        #expect(result.exitCode == 0)
        #expect(result.lastLine.count == 40)
        #expect(result.outputText == result.lastLine + "\n")
        #expect(result.errorText.contains("--as"))
    }

    @Test("prints an object with --json", arguments: ["digest", "inspect", "check", "rebuild"])
    func json(_ verb: String) throws {
        let folder = try TemporaryFolder()
        for name in ["redis-7.0-types.rdb", "valkey-9.1-log-timestamps"] {
            let path = try SmallFixture.named(name).path
            let flag = name.hasSuffix(".rdb") ? "--snapshot" : "--log"
            let arguments =
                verb == "rebuild"
                ? [verb, "--json", flag, path, "--output", folder.path("out.rdb")]
                : [verb, "--json", path]
            let result = try BuiltTool.run(arguments)
            #expect(result.exitCode == 0, "\(name): \(result.errorText)")
            let object = try JSONSerialization.jsonObject(with: Data(result.output))
            let schema = (object as? [String: Any])?["schema"] as? String
            #expect(schema == "redoubt.\(verb).v1")
        }
    }

    @Test("prints an object with --json for damage as well")
    func jsonOfDamage() throws {
        let bytes = try SmallFixture.named("redis-7.0-types.rdb").bytes()
        let folder = try TemporaryFolder()
        let path = try folder.write(Array(bytes.dropLast(9)), to: "cut.rdb")
        let result = try BuiltTool.run(["check", "--json", path])
        #expect(result.exitCode == 20)
        let object = try JSONSerialization.jsonObject(with: Data(result.output)) as? [String: Any]
        #expect(object?["sound"] as? Bool == false)
        let damage = object?["damage"] as? [String: Any]
        #expect(damage?["offset"] as? Int == bytes.count - 9)
    }

    @Test(
        "reads standard input, from a file and from a pipe",
        arguments: ["digest", "check", "inspect"]
    )
    func standardInput(_ verb: String) throws {
        for name in ["redis-7.0-types.rdb", "redis-6.2-log-rdb-base.aof", "valkey-9.1-types.rdb"] {
            let fixture = try SmallFixture.named(name)
            let result = try BuiltTool.run([verb, "-"], input: fixture.bytes())
            #expect(result.exitCode == 0, "\(name): \(result.errorText)")
            let piped = try Shell.run("cat \"$2\" | \"$0\" \"$1\" -", [verb, fixture.path])
            #expect(piped.exitCode == 0, "\(name)")
            guard verb == "digest" else { continue }
            #expect(result.lastLine == fixture.digest, "\(name)")
            #expect(piped.output == fixture.digest + "\n", "\(name)")
        }
    }
}
