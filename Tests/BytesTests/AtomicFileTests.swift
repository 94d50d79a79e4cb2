import Foundation
import RedoubtBytes
import Testing

@Suite("AtomicFile")
struct AtomicFileTests {
    private let folder: String

    init() throws {
        let url = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        folder = url.path
    }

    private func names() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
    }

    private func content(_ path: String) -> String {
        String(decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self)
    }

    @Test("appears whole with its commit, and nothing else stays")
    func commit() throws {
        let path = "\(folder)/out"
        let file = try AtomicFile(path: path)
        try file.write(ByteString("content").bytes)
        #expect(try !names().contains("out"))
        try file.commit()
        #expect(try names() == ["out"])
        #expect(content(path) == "content")
    }

    @Test("leaves the old file alone when it is dropped")
    func abort() throws {
        let path = "\(folder)/out"
        try Data("old".utf8).write(to: URL(filePath: path))
        do {
            let file = try AtomicFile(path: path)
            try file.write(ByteString("new").bytes)
        }
        #expect(try names() == ["out"])
        #expect(content(path) == "old")
    }

    @Test("keeps the permissions of the file that it replaces")
    func permissions() throws {
        let path = "\(folder)/out"
        try Data("old".utf8).write(to: URL(filePath: path))
        try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: path)
        try AtomicFile(path: path).commit()
        let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions]
        #expect(mode as? Int == 0o640)
        #expect(content(path).isEmpty)
    }

    @Test("names the system's reason when the directory is missing")
    func missingDirectory() {
        #expect(throws: Fault(.systemCall, detail: 2)) {
            _ = try AtomicFile(path: "\(folder)/absent/out")
        }
    }
}
