public import RedoubtBytes

/// Puts a new base and an empty increment in the place of all files of a log directory.
///
/// The order is that of the servers. The new files are made durable first. One rename puts a
/// manifest in place that names them, and the old files as history. These are removed then, and
/// last their lines. A crash at any moment leaves the old log or the new one; files that no
/// manifest lists do no harm, and are replaced or removed by the next run or the server.
///
/// ```swift
/// var replacement = AOFDirectorySwitch(manifest, at: path)
/// let base = try replacement.newBase(isSnapshot: true)
/// …                                   // write to `base`
/// try base.commit()
/// let outcome = try replacement.commit(checking: {}, or: { $0 })
/// ```
public struct AOFDirectorySwitch: ~Copyable {
    private let manifestPath: String
    private let directory: String
    private let logName: String
    private let old: Manifest
    private var base: AOFFileInfo?
    private let leftovers = Leftovers()

    /// Prepares to replace the files of the manifest that stands at a path.
    public init(_ manifest: Manifest, at manifestPath: String) {
        self.manifestPath = manifestPath
        directory = LayoutPath.directory(of: manifestPath)
        let name = LayoutPath.name(of: manifestPath)
        logName = name.hasSuffix(".manifest") ? String(name.dropLast(".manifest".count)) : name
        old = manifest
    }

    /// Begins the new base under the next number; commit it before the rest.
    public mutating func newBase(isSnapshot: Bool) throws(LayoutError) -> AtomicFile {
        precondition(base == nil, "a log has one base")
        let file = try nextFile(.base, ending: isSnapshot ? "rdb" : "aof")
        base = file
        return try begin(file)
    }

    /// What became of the old files.
    public struct Outcome: Sendable {
        /// The names of the files that were removed.
        public internal(set) var removed: [String] = []
        /// What kept the rest from being removed; the new log is in place all the same.
        public internal(set) var unfinished: Fault?
    }

    /// Puts the new files in place and removes the old ones.
    ///
    /// - Parameter check: the last word before the switch, when the new files are on the disk; what
    ///   it throws leaves the old log as it was.
    public consuming func commit<Failure: Error>(
        checking check: () throws(Failure) -> Void,
        or failed: (LayoutError) -> Failure
    ) throws(Failure) -> Outcome {
        guard let base else { preconditionFailure("a base comes first") }
        let increment: AOFFileInfo
        do throws(LayoutError) {
            increment = try nextFile(.increment, ending: "aof")
            let file = try begin(increment)
            do throws(Fault) {
                try file.commit()
                try AtomicFile.syncDirectory(directory)
            } catch {
                throw .fault(error, path: LayoutPath.join(directory, increment.name))
            }
        } catch {
            throw failed(error)
        }
        try check()
        let history = old.files.map {
            AOFFileInfo(name: $0.name, sequence: $0.sequence, role: .history)
        }
        let (path, directory, leftovers) = (manifestPath, directory, leftovers)
        do throws(Fault) {
            return try Interruption.heldBack { () throws(Fault) in
                let files = Manifest(files: [base] + history + [increment])
                // From here on the new files belong to the log.
                try Self.write(files, to: path) { leftovers.keep() }
                return Self.finish(history, Manifest(files: [base, increment]), path, directory)
            }
        } catch {
            throw failed(.fault(error, path: path))
        }
    }

    /// Removes the history and its lines.
    private static func finish(
        _ history: [AOFFileInfo],
        _ manifest: Manifest,
        _ path: String,
        _ directory: String
    ) -> Outcome {
        var outcome = Outcome()
        do throws(Fault) {
            for file in history {
                try Directory.removeFile(LayoutPath.join(directory, file.name))
                outcome.removed.append(file.name)
            }
            try AtomicFile.syncDirectory(directory)
            try write(manifest, to: path) {}
        } catch {
            outcome.unfinished = error
        }
        return outcome
    }

    // MARK: Files

    /// The next file of a role, under a name that the old log does not use.
    private func nextFile(
        _ role: AOFFileInfo.Role,
        ending: String
    ) throws(LayoutError) -> AOFFileInfo {
        let kind = role == .base ? "base" : "incr"
        let used = Set(old.files.map(\.name))
        let highest = old.files.filter { $0.role == role }.map(\.sequence).max() ?? 0
        var (sequence, overflow) = max(highest, 0).addingReportingOverflow(1)
        while !overflow {
            let name = "\(logName).\(sequence).\(kind).\(ending)"
            if !used.contains(name) {
                return AOFFileInfo(name: name, sequence: sequence, role: role)
            }
            (sequence, overflow) = sequence.addingReportingOverflow(1)
        }
        throw .fault(Fault(.badManifest, at: 0), path: manifestPath)
    }

    /// Begins a file with the owner and the permissions of the manifest.
    private func begin(_ file: AOFFileInfo) throws(LayoutError) -> AtomicFile {
        let path = LayoutPath.join(directory, file.name)
        do throws(Fault) {
            let begun = try AtomicFile(path: path, like: manifestPath)
            leftovers.add(path)
            return begun
        } catch {
            throw .fault(error, path: path)
        }
    }

    private static func write(
        _ manifest: Manifest,
        to path: String,
        _ done: () -> Void
    ) throws(Fault) {
        let file = try AtomicFile(path: path)
        try file.write(ByteString(manifest.text).bytes)
        try file.commit(done)
    }
}
