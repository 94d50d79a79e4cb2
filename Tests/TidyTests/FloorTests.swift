import Testing

/// The order of the libraries: `docs/architecture.md` tells what each one is.
private let floors: [Substring: Int] = [
    "Bytes": 0,
    "Codecs": 1,
    "Values": 2,
    "RDB": 3, "RESP": 3,
    "Keyspace": 4, "AOF": 4,
    "Commands": 5, "Analysis": 5,
    "Scripting": 6,
    "Recovery": 7,
    "Serving": 8,
    "RestoreServer": 9,
    "ToolCommands": 10,
    "redoubt": 11,
]

/// What the floors that must be plain, synchronous code may not import.
private let notBelowRecovery: Set<String> = [
    "Foundation", "FoundationEssentials", "Dispatch", "Synchronization", "ArgumentParser",
]

@Suite("The floors of the house")
struct FloorTests {
    @Test("Every folder of sources has a floor")
    func complete() {
        let folders = Set(ProjectFiles.sources.map { $0.components[1] })
        #expect(folders == Set(floors.keys))
    }

    @Test("A floor imports only lower floors")
    func imports() throws {
        for file in ProjectFiles.sources {
            let floor = try #require(floors[file.components[1]])
            for module in try file.imports() where module.hasPrefix("Redoubt") {
                let below = try #require(floors[module.dropFirst("Redoubt".count)])
                #expect(below < floor, "\(file) imports \(module)")
            }
        }
    }

    @Test("The floors below recovery do without Foundation and concurrency")
    func plain() throws {
        for file in ProjectFiles.sources {
            let floor = try #require(floors[file.components[1]])
            guard floor < 6 else { continue }
            #expect(try notBelowRecovery.isDisjoint(with: file.imports()), "\(file)")
        }
    }
}

extension ProjectFile {
    /// The modules that a source file imports.
    func imports() throws -> [String] {
        try code().compactMap { _, line in
            let words = line.split(separator: " ").map(String.init)
            guard let position = words.firstIndex(of: "import"), position <= 1 else { return nil }
            return words.last
        }
    }
}
