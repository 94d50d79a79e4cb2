import Foundation

/// A file or log directory of a few kilobytes that together hold every type and encoding.
///
/// They stand in `Fixtures/small`; `Scripts/make-small-fixtures.py` wrote them with real servers.
public struct SmallFixture: Sendable, CustomStringConvertible {
    /// The name of the file or folder, such as `valkey-9.1-types.rdb`.
    public let name: String
    /// What `DEBUG DIGEST` answered, 40 hex digits.
    public let digest: String

    /// The name.
    public var description: String { name }

    /// Where the file or folder is.
    public var path: String { Self.folder.appending(path: name).path }

    /// Whether it is a single RDB file.
    public var isSnapshot: Bool { name.hasSuffix(".rdb") }

    /// The bytes of a single file.
    public func bytes() throws -> [UInt8] {
        try Unpack.bytes(of: path)
    }

    /// Every small fixture, by name.
    public static let all: [SmallFixture] = {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return names.filter { $0.hasSuffix(".digest") }.sorted().compactMap { digestName in
            guard
                let text = try? String(
                    contentsOf: folder.appending(path: digestName),
                    encoding: .utf8
                )
            else { return nil }
            return SmallFixture(
                name: String(digestName.dropLast(".digest".count)),
                digest: text.trimmingCharacters(in: .whitespacesAndNewlines)
            )
        }
    }()

    private static let folder = ProjectFolder.url("Fixtures/small")
}
