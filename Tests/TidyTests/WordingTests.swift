import Foundation
import RedoubtTestSupport
import Testing

@Suite("What a source file may say")
struct WordingTests {
    @Test("Nothing is left to be done, and nothing ends the process")
    func finished() throws {
        for file in ProjectFiles.sources {
            for (index, line) in try file.lines().enumerated()
            where line.contains(#/\b(TODO|FIXME|XXX)\b|\b(fatalError|try!|as!)(\s|\()/#) {
                Issue.record("\(file):\(index + 1): \(line)")
            }
        }
    }

    /// Files of other floors that may hold unsafe code, each with its reason.
    private static let unsafeExceptions = [
        "Sources/Scripting/LuaMachine.swift": "the machine is C and calls back through a pointer"
    ]

    @Test("Unsafe code stands only where bytes are read and decoded")
    func safe() throws {
        for file in ProjectFiles.sources
        where !["Bytes", "Codecs"].contains(file.components[1])
            && Self.unsafeExceptions[file.path] == nil
        {
            for (number, line) in try file.code()
            where line.contains(#/\bunsafe\b|Unsafe(Mutable)?(Raw)?(Buffer)?Pointer/#) {
                Issue.record("\(file):\(number): \(line)")
            }
        }
    }

    @Test("Links between documents lead somewhere")
    func links() throws {
        for document in ProjectFiles.documents {
            let folder = ProjectFolder.url(document.path).deletingLastPathComponent()
            let text = try document.lines().joined(separator: "\n")
            for link in text.matches(of: #/\]\((?<target>[^)#\s]+)(#[^)]*)?\)/#)
            where !link.target.contains("://") {
                let target = folder.appending(path: String(link.target))
                #expect(
                    FileManager.default.fileExists(atPath: target.path),
                    "\(document): \(link.target)"
                )
            }
        }
    }
}
