public import RedoubtBytes

/// Writes a new log directory so that a crash leaves either no log or a whole one.
///
/// The order is that of the servers: every data file is written and made durable, then the
/// directory, and last the manifest through a temporary file that is renamed over it. Before the
/// manifest is there a server takes the directory for empty. Dropped without a commit, the files
/// are removed, and the directory if it was created.
///
/// ```swift
/// var log = try AOFDirectoryWriter(directory: path)
/// var base = try log.newFile(.base, isSnapshot: true)
/// …                                   // write to `base`
/// try base.commit()
/// try log.commit()
/// ```
public struct AOFDirectoryWriter: ~Copyable {
    private let directory: String
    private let logName: String
    private var manifest = Manifest()
    private let leftovers = Leftovers()

    /// Creates the directory, or takes one that holds no manifest.
    ///
    /// - Parameters:
    ///   - directory: where the log is to be, `appendonlydir` by default of the servers.
    ///   - logName: what the servers call `appendfilename`; every file's name begins with it.
    /// - Throws: ``LayoutError/occupied(_:)`` if the directory already holds a log.
    public init(
        directory: String,
        logName: String = "appendonly.aof"
    ) throws(LayoutError) {
        let names: [String]
        do throws(Fault) {
            let leftovers = leftovers
            try Interruption.heldBack { () throws(Fault) in
                let isNew = try Directory.presence(of: directory) == .missing
                // It may be there even if its name could not be made durable.
                defer { if isNew { leftovers.add(directory, isDirectory: true) } }
                try Directory.create(directory)
            }
            names = try Directory.names(in: directory)
        } catch {
            throw .fault(error, path: directory)
        }
        let manifests = names.filter { $0.hasSuffix(".manifest") }
        guard manifests.isEmpty else {
            throw .occupied(manifests.map { LayoutPath.join(directory, $0) })
        }
        self.directory = directory
        self.logName = logName
        for name in names where Self.isTemporary(name, of: logName) {
            try? Directory.removeFile(LayoutPath.join(directory, name))
        }
    }

    /// Whether a run that was killed while it wrote a log left the file.
    private static func isTemporary(_ name: String, of logName: String) -> Bool {
        guard name.hasPrefix(".\(logName)."), name.hasSuffix(".tmp"), name.contains(".redoubt-")
        else { return false }
        let rest = name.dropFirst(logName.count + 2)
        return rest.hasPrefix("manifest.") || rest.first.map(\.isNumber) ?? false
    }

    /// Begins the next file of the log; commit it before the directory.
    ///
    /// A base comes first, and only once; increments are numbered from 1.
    public mutating func newFile(
        _ role: AOFFileInfo.Role,
        isSnapshot: Bool
    ) throws(LayoutError) -> AtomicFile {
        precondition(role != .history, "a new log has no history")
        precondition(role != .base || manifest.files.isEmpty, "the base comes first")
        let sequence = role == .base ? 1 : Int64(manifest.increments.count + 1)
        let kind = role == .base ? "base" : "incr"
        let name = "\(logName).\(sequence).\(kind).\(isSnapshot ? "rdb" : "aof")"
        let path = LayoutPath.join(directory, name)
        do throws(Fault) {
            let file = try AtomicFile(path: path)
            leftovers.add(path)
            manifest.files.append(AOFFileInfo(name: name, sequence: sequence, role: role))
            return file
        } catch {
            throw .fault(error, path: path)
        }
    }

    /// Makes the directory durable and puts the manifest in place.
    ///
    /// - Throws: ``LayoutError/missingFile(name:path:)`` if a file was begun and not committed.
    public consuming func commit() throws(LayoutError) {
        try checkCommitted()
        let path = LayoutPath.join(directory, "\(logName).manifest")
        do throws(Fault) {
            try AtomicFile.syncDirectory(directory)
            let text = ByteString(manifest.text)
            let file = try AtomicFile(path: path)
            try file.write(text.bytes)
            let leftovers = leftovers
            try file.commit { leftovers.keep() }
        } catch {
            throw .fault(error, path: path)
        }
    }

    private func checkCommitted() throws(LayoutError) {
        for file in manifest.files {
            let path = LayoutPath.join(directory, file.name)
            var presence = Directory.Presence.missing
            do throws(Fault) {
                presence = try Directory.presence(of: path)
            } catch {
                throw .fault(error, path: path)
            }
            guard presence == .file else { throw .missingFile(name: file.name, path: path) }
        }
    }
}
