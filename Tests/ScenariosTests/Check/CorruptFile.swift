import Foundation
import RedoubtRecovery
import RedoubtTestSupport

/// A small file with one class of corruption in it, put together by hand.
///
/// They stand in `Fixtures/damaged`. `UPDATE=1 swift test --filter CorruptFileTests` writes them
/// anew.
struct CorruptFile: Sendable, CustomStringConvertible {
    /// The name of the file, or of the directory.
    let name: String
    /// The files by their names: the name alone, or names within the directory.
    let content: [String: [UInt8]]
    /// What is to be found.
    let kind: Finding.Kind
    /// Where; nil where no place applies.
    let offset: Int?
    /// In which key.
    let key: String?
    /// Whether it is to be found without looking at values and commands.
    let isStructural: Bool

    /// The name.
    var description: String { name }

    /// A snapshot or a log of one file.
    init(
        _ name: String,
        _ kind: Finding.Kind,
        at offset: Int?,
        key: String? = nil,
        isStructural: Bool = false,
        _ bytes: [UInt8]
    ) {
        self.name = name
        content = ["": bytes]
        self.kind = kind
        self.offset = offset
        self.key = key
        self.isStructural = isStructural
    }

    /// A directory with a manifest.
    init(
        _ name: String,
        _ kind: Finding.Kind,
        at offset: Int? = nil,
        files: [String: String],
        manifest: [String]
    ) {
        self.name = name
        var content = files.mapValues { Array($0.utf8) }
        content["appendonly.aof.manifest"] = Array(manifest.map { $0 + "\n" }.joined().utf8)
        self.content = content
        self.kind = kind
        self.offset = offset
        key = nil
        isStructural = true
    }

    /// Where it is stored.
    var path: String { Self.folder.appending(path: name).path }

    /// The stored files, each with what it has to hold.
    var stored: [(url: URL, bytes: [UInt8])] {
        content.sorted { $0.key < $1.key }.map { name, bytes in
            let base = Self.folder.appending(path: self.name)
            return (name.isEmpty ? base : base.appending(path: name), bytes)
        }
    }

    private static let folder = ProjectFolder.url("Fixtures/damaged")

    /// One of each class.
    static let all = frames + values + collections + streams + logs + layouts
}
