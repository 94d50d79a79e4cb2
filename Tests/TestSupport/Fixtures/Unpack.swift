import CZlib
import Foundation
import Synchronization

/// Reads and unpacks gzip files with the system's zlib, and not with the code under test.
public enum Unpack {
    /// The content of a file, unpacked if it is a gzip file.
    public static func bytes(of path: String) throws -> [UInt8] {
        guard let file = gzopen(path, "rb") else { throw TestFailure("cannot open \(path)") }
        defer { gzclose(file) }
        var content: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 18)
        while true {
            let count = gzread(file, &chunk, UInt32(chunk.count))
            guard count >= 0 else { throw TestFailure("cannot read \(path)") }
            guard count > 0 else { return content }
            content.append(contentsOf: chunk[..<Int(count)])
        }
    }

    /// A folder with the same files, those that end in `.gz` unpacked under the rest of their name.
    ///
    /// Each folder is unpacked once in a run of the tests.
    static func folder(_ source: String) throws -> String {
        try unpacked.withLock { known in
            if let path = known[source] { return path }
            let target = runFolder.url.appending(path: "\(known.count)")
            try copy(URL(filePath: source), to: target)
            known[source] = target.path
            return target.path
        }
    }

    private static func copy(_ source: URL, to target: URL) throws {
        let files = FileManager.default
        try files.createDirectory(at: target, withIntermediateDirectories: true)
        for name in try files.contentsOfDirectory(atPath: source.path).sorted() {
            let item = source.appending(path: name)
            if item.isFolder {
                try copy(item, to: target.appending(path: name))
            } else if name.hasSuffix(".gz"), !name.hasPrefix("expected.") {
                let plain = target.appending(path: String(name.dropLast(3)))
                try Data(bytes(of: item.path)).write(to: plain)
            } else {
                try files.copyItem(at: item, to: target.appending(path: name))
            }
        }
    }

    private static let unpacked = Mutex<[String: String]>([:])

    /// Lives until the process ends, which removes it.
    private static let runFolder: TemporaryFolder = {
        do {
            let folder = try TemporaryFolder()
            atexit { try? FileManager.default.removeItem(at: Unpack.runFolder.url) }
            return folder
        } catch {
            preconditionFailure("no temporary folder: \(error)")
        }
    }()
}

extension URL {
    var isFolder: Bool {
        (try? resourceValues(forKeys: [.isDirectoryKey]))?.isDirectory == true
    }
}
