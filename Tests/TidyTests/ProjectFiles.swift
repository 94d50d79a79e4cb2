import Foundation
import RedoubtTestSupport

/// A text file of the project.
struct ProjectFile: CustomStringConvertible {
    /// The path from the root of the project.
    let path: String
    let byteCount: Int

    var description: String { path }

    /// The folders of the path and the name.
    var components: [Substring] { path.split(separator: "/") }

    func lines() throws -> [Substring] {
        let text = try String(contentsOf: ProjectFolder.url(path), encoding: .utf8)
        return text.split(separator: "\n", omittingEmptySubsequences: false)
    }

    /// The lines without what follows `//`, with their numbers; texts with `//` in them are cut as
    /// well, which does no harm here.
    func code() throws -> [(number: Int, text: Substring)] {
        try lines().enumerated().map { index, line in
            (index + 1, line[..<(line.firstRange(of: "//")?.lowerBound ?? line.endIndex)])
        }
    }
}

/// The files that are part of the project: what is built or downloaded is left out.
enum ProjectFiles {
    static let all: [ProjectFile] = files(in: "")

    static let sources = all.filter { $0.path.hasPrefix("Sources/") && $0.isSwift }

    static let swift = all.filter(\.isSwift)

    static let documents = all.filter { $0.path.hasSuffix(".md") }

    /// Folders with a dot in front are tools' own, but for the one with the CI script.
    private static func isIgnored(_ name: String) -> Bool {
        (name.hasPrefix(".") && name != ".ci") || ["demo", "__pycache__"].contains(name)
    }

    private static func files(in folder: String) -> [ProjectFile] {
        let place = folder.isEmpty ? ProjectFolder.root : ProjectFolder.url(folder)
        let keys: [URLResourceKey] = [.isDirectoryKey, .fileSizeKey]
        let items =
            (try? FileManager.default.contentsOfDirectory(
                at: place,
                includingPropertiesForKeys: keys
            ))
            ?? []
        return items.sorted { $0.path < $1.path }.flatMap { item -> [ProjectFile] in
            let path =
                folder.isEmpty ? item.lastPathComponent : "\(folder)/\(item.lastPathComponent)"
            guard !isIgnored(item.lastPathComponent),
                let values = try? item.resourceValues(forKeys: Set(keys))
            else { return [] }
            if values.isDirectory == true { return files(in: path) }
            return [ProjectFile(path: path, byteCount: values.fileSize ?? 0)]
        }
    }
}

extension ProjectFile {
    var isSwift: Bool { path.hasSuffix(".swift") }
}
