import Foundation

/// Files that one real server wrote, with what the server said of its dataset.
///
/// `Fixtures/README.md` tells how they were made. Folders given by `REDOUBT_FIXTURES`, separated by
/// colons, take the place of the project's own.
public struct Fixture: Sendable, CustomStringConvertible {
    /// The server, such as `redis-7.0.15`: the name of the outer folder.
    public let server: String
    /// The case, such as `log-timestamps`: the name of the inner folder.
    public let caseName: String
    /// The folder as it is stored, with compressed files in it.
    public let storedFolder: String

    /// The server and the case.
    public var description: String { "\(server)/\(caseName)" }

    /// Whether it is a snapshot, and not a log.
    public var isSnapshot: Bool { caseName.hasPrefix("snapshot") }

    /// Every fixture, by server and case.
    public static let all: [Fixture] = roots.flatMap(cases)

    /// Those with a snapshot alone.
    public static let snapshots = all.filter(\.isSnapshot)

    /// Those with an append-only log.
    public static let logs = all.filter { !$0.isSnapshot }

    /// One fixture of the project.
    public static func named(_ server: String, _ caseName: String) throws -> Fixture {
        guard let match = all.first(where: { $0.server == server && $0.caseName == caseName })
        else { throw TestFailure("there is no fixture \(server)/\(caseName)") }
        return match
    }

    /// The folders that hold fixtures.
    static var roots: [String] {
        if let given = ProcessInfo.processInfo.environment["REDOUBT_FIXTURES"], !given.isEmpty {
            return given.split(separator: ":").map(String.init)
        }
        return [ProjectFolder.url("Fixtures").path]
    }

    private static func cases(in root: String) -> [Fixture] {
        folders(in: root).flatMap { server in
            folders(in: "\(root)/\(server)").compactMap { name in
                let folder = "\(root)/\(server)/\(name)"
                guard FileManager.default.fileExists(atPath: "\(folder)/expected.json.gz")
                else { return nil }
                return Fixture(server: server, caseName: name, storedFolder: folder)
            }
        }
    }

    private static func folders(in path: String) -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        return names.filter { URL(filePath: "\(path)/\($0)").isFolder }.sorted()
    }
}

extension Fixture {
    /// The files of a fixture, uncompressed.
    public struct Files: Sendable {
        /// The folder that holds them.
        public let folder: String
        /// The snapshot of a snapshot fixture.
        public let snapshot: String?
        /// The log of a log fixture: a file, or the directory with the manifest.
        public let log: String?
        /// A snapshot of the moment at which the log's tail begins.
        public let beforeTail: String?
        /// The file that the tail stands in, and where it begins.
        public let tail: Tail?

        /// What the fixture shows: the snapshot or the log.
        public var subject: String { snapshot ?? log ?? folder }
    }

    /// Where the tail of a log begins.
    public struct Tail: Sendable {
        /// The file that holds the tail.
        public let path: String
        /// The offset of its first record.
        public let offset: Int
    }

    /// The files, unpacked into a temporary folder where they are stored compressed.
    public func files() throws -> Files {
        let folder = try isCompressed ? Unpack.folder(storedFolder) : storedFolder
        guard !isSnapshot else {
            return Files(
                folder: folder,
                snapshot: "\(folder)/dump.rdb",
                log: nil,
                beforeTail: nil,
                tail: nil
            )
        }
        let directory = "\(folder)/appendonlydir"
        let tail = try ExpectedDataset.header(of: self).tail
        return Files(
            folder: folder,
            snapshot: nil,
            log: Self.exists(directory) ? directory : "\(folder)/appendonly.aof",
            beforeTail: beforeTail,
            tail: tail.map { Tail(path: "\(folder)/\($0.file)", offset: $0.offset) }
        )
    }

    /// The project stores no `before-tail.rdb`: the server's `snapshot` case is the same dataset.
    private var beforeTail: String? {
        let own = "\(storedFolder)/before-tail.rdb"
        if Self.exists(own) { return own }
        let shared = "\(storedFolder)/../snapshot/dump.rdb"
        return Self.exists(shared) ? shared : nil
    }

    private var isCompressed: Bool {
        let names = FileManager.default.enumerator(atPath: storedFolder)
        while let name = names?.nextObject() as? String {
            if name.hasSuffix(".gz"), name != "expected.json.gz" { return true }
        }
        return false
    }

    private static func exists(_ path: String) -> Bool {
        FileManager.default.fileExists(atPath: path)
    }
}
