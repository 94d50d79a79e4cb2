import Foundation
import RedoubtBytes
import RedoubtRecovery
import RedoubtTestSupport
import Testing

/// What `check --deep` says of each class of corruption, and of files that have none.
@Suite("Each class of corruption")
struct CorruptFileTests {
    @Test("is found with its kind, place and key", arguments: CorruptFile.all)
    func isFound(_ file: CorruptFile) throws {
        try file.storeIfAsked()
        for (url, bytes) in file.stored { #expect(try FileBytes.read(url.path) == bytes) }
        let request = CheckRequest(paths: [file.path], depth: .values, nowMs: 2000)
        let result = try CheckRun(request).run()
        let found = result.findings.all
        let match = found.first { $0.kind == file.kind }
        #expect(match != nil, "\(found)")
        #expect(match?.offset == file.offset, "\(found)")
        #expect(match?.key?.key == file.key.map { ByteString($0) }, "\(found)")
        let errors = found.filter { $0.severity == .error }
        #expect(errors.allSatisfy { $0.kind == file.kind }, "\(found)")
        #expect((result.damage != nil) == (file.kind.severity == .error))
    }

    @Test("is found without --deep where the structure is damaged", arguments: CorruptFile.all)
    func isStructural(_ file: CorruptFile) throws {
        try file.storeIfAsked()
        let result = try CheckRun(path: file.path).run()
        let isFound = result.findings.all.contains { $0.kind == file.kind }
        #expect(isFound == file.isStructural, "\(result.findings.all)")
    }

    @Test("does not hide the keys around it", arguments: CorruptFile.values + CorruptFile.streams)
    func othersAreRead(_ file: CorruptFile) throws {
        try file.storeIfAsked()
        let result = try CheckRun(path: file.path, depth: .values).run()
        #expect(result.files[0].keyCount >= 2, "\(result.findings.all)")
    }

    @Test("has a file for each kind but those that need a large one, or a target")
    func isComplete() {
        let kinds = Set(CorruptFile.all.map(\.kind))
        let others: Set<Finding.Kind> = [.value, .unread, .duplicatesUndecided]
        for kind in Finding.Kind.allCases where !kind.isAboutTarget && !others.contains(kind) {
            #expect(kinds.contains(kind), "\(kind)")
        }
    }

    @Test("is documented", arguments: Finding.Kind.allCases)
    func isDocumented(_ kind: Finding.Kind) throws {
        let text = try String(contentsOf: ProjectFolder.url("docs/check.md"), encoding: .utf8)
        let row = "| `\(kind.rawValue)` | \(kind.severity.rawValue) | \(kind.meaning) |"
        #expect(text.contains(row), "\(row)")
    }

    @Test("is in no small file of a server", arguments: SmallFixture.all)
    func smallIsSound(_ fixture: SmallFixture) throws {
        let result = try CheckRun(path: fixture.path, depth: .values).run()
        #expect(result.findings.all.allSatisfy { $0.severity == .notice })
    }

    @Test("is in no file of a server", arguments: Fixture.all)
    func isSound(_ fixture: Fixture) throws {
        let result = try CheckRun(path: fixture.files().subject, depth: .values).run()
        #expect(result.findings.all.allSatisfy { $0.severity == .notice })
    }
}

extension CorruptFile {
    /// Writes the stored files anew if the environment says so.
    fileprivate func storeIfAsked() throws {
        guard ProcessInfo.processInfo.environment["UPDATE"] == "1" else { return }
        for (url, bytes) in stored {
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(),
                withIntermediateDirectories: true
            )
            try Data(bytes).write(to: url)
        }
    }
}
