import Foundation
import RedoubtCommands
import RedoubtTestSupport
import Testing

@Suite("What is made from the command table")
struct CommandDocumentTests {
    @Test("docs/commands.md is current; make docs writes it anew")
    func document() throws {
        let url = ProjectFolder.url("docs/commands.md")
        let text = CommandDocument.text(of: .standard)
        if ProcessInfo.processInfo.environment["UPDATE"] == "1" {
            try text.write(to: url, atomically: true, encoding: .utf8)
        }
        #expect(try String(contentsOf: url, encoding: .utf8) == text)
    }

    @Test("every command has a test that names it and its edge cases")
    func tests() throws {
        let folders = ["Tests/CommandsTests/Scripts", "Tests/ScriptingTests"]
        var tested: Set<String> = []
        for file in try folders.flatMap({ folder in
            try FileManager.default.contentsOfDirectory(
                at: ProjectFolder.url(folder),
                includingPropertiesForKeys: nil
            )
        }) {
            let text = try String(contentsOf: file, encoding: .utf8)
            for match in text.matches(of: #/@Test\("(?<name>[A-Z_-]+): [^"]+"\)/#) {
                tested.insert(String(match.name))
            }
        }
        let names = CommandTable.standard.commands.map(\.name)
        #expect(names.filter { !tested.contains($0) } == [])
        #expect(tested.subtracting(names) == [])
    }

    @Test("COMMAND-style metadata follows from the literals")
    func info() throws {
        func info(_ name: String) throws -> CommandInfo {
            let found = CommandTable.standard.commands.first { $0.name == name }
            return try #require(found).info
        }
        func places(_ name: String) throws -> [Int] {
            let found = try info(name)
            return [found.firstKey, found.lastKey, found.step]
        }
        #expect(try places("SET") == [1, 1, 1])
        #expect(try places("MSET") == [1, -1, 2])
        #expect(try places("DEL") == [1, -1, 1])
        #expect(try places("BLPOP") == [1, -2, 1])
        #expect(try places("RENAME") == [1, 2, 1])
        #expect(try places("BITOP") == [2, -1, 1])
        #expect(try places("XGROUP") == [2, 2, 1])
        #expect(try places("LMPOP") == [0, 0, 0])
        #expect(try places("ZUNIONSTORE") == [1, 1, 1])
        #expect(try places("FLUSHALL") == [0, 0, 0])
        #expect(try info("LMPOP").flags == [.write, .movableKeys])
        #expect(try info("SET").flags == [.write])
        #expect(try info("PING").flags == [])
        #expect(try info("GETEX").name == "getex")
        #expect(try info("GETEX").arity == -2)
    }
}
