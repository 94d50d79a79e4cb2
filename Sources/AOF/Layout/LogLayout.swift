import RedoubtBytes

/// The files of an append-only log in the order in which they are replayed.
///
/// | Layout | Files | Written by |
/// |---|---|---|
/// | single file | records, behind a snapshot or not | up to Redis 6.2 |
/// | directory | manifest, base, increments | since Redis 7.0, Valkey |
///
/// Files that the manifest does not list are leftovers and take no part.
public struct LogLayout: Hashable, Sendable {
    /// Where the layout was found.
    public enum Location: Hashable, Sendable {
        /// One file.
        case file(path: String)
        /// A directory with a manifest.
        case directory(path: String, manifestPath: String)
    }

    /// Where the layout was found.
    public let location: Location
    /// The manifest; nil for a single file.
    public let manifest: Manifest?
    /// The files, in order; empty for a log that has not begun.
    public let files: [LogFile]
    /// Files that the manifest lists and that are not there; only where that was allowed.
    public private(set) var missing: [LogFile] = []

    /// Finds the log at `path` as ``open(path:)`` does, without the files that are missing.
    public static func openPresent(path: String) throws(LayoutError) -> LogLayout {
        let layout = try open(path: path, allowsMissing: true)
        var present: [LogFile] = []
        var missing: [LogFile] = []
        for file in layout.files {
            let isThere = path == "-" ? true : try presence(of: file.path) == .file
            if isThere { present.append(file) } else { missing.append(file) }
        }
        return LogLayout(
            location: layout.location,
            manifest: layout.manifest,
            files: present,
            missing: missing
        )
    }

    /// Finds the log at `path`: a single file, a manifest, a directory with one manifest, or a
    /// directory that holds such a directory and nothing else that could be meant.
    ///
    /// The path `-` is a single file on standard input.
    public static func open(path: String) throws(LayoutError) -> LogLayout {
        try open(path: path, allowsMissing: false)
    }

    private static func open(
        path: String,
        allowsMissing: Bool
    ) throws(LayoutError) -> LogLayout {
        if path == "-" { return single(path) }
        switch try presence(of: path) {
        case .missing: throw .missing(path: path)
        case .directory: return try openDirectory(path, allowsMissing)
        case .file:
            if let manifest = try Self.manifest(ifAt: path) {
                return try layout(of: manifest, at: path, allowsMissing)
            }
            return single(path)
        }
    }

    private static func single(_ path: String) -> LogLayout {
        let file = LogFile(path: path, name: LayoutPath.name(of: path), role: nil, sequence: 0)
        return LogLayout(location: .file(path: path), manifest: nil, files: [file])
    }

    private static func openDirectory(
        _ path: String,
        _ allowsMissing: Bool
    ) throws(LayoutError) -> LogLayout {
        let manifests = try manifestPaths(in: path)
        if manifests.count == 1 { return try openManifest(manifests[0], allowsMissing) }
        guard manifests.isEmpty else { throw .severalManifests(manifests) }
        var inner: [String] = []
        let all = try names(in: path)
        for name in all {
            let below = LayoutPath.join(path, name)
            guard try presence(of: below) == .directory else { continue }
            let found = try manifestPaths(in: below)
            inner += found
        }
        guard let only = inner.first else { throw .noManifest(path: path) }
        guard inner.count == 1 else { throw .severalManifests(inner) }
        return try openManifest(only, allowsMissing)
    }

    private static func openManifest(
        _ path: String,
        _ allowsMissing: Bool
    ) throws(LayoutError) -> LogLayout {
        let manifest: Manifest
        do throws(Fault) {
            let text = try content(of: path)
            manifest = try Manifest(parsing: text.rawSpan)
        } catch {
            throw .fault(error, path: path)
        }
        return try layout(of: manifest, at: path, allowsMissing)
    }

    private static func layout(
        of manifest: Manifest,
        at path: String,
        _ allowsMissing: Bool
    ) throws(LayoutError)
        -> LogLayout
    {
        let directory = LayoutPath.directory(of: path)
        var files: [LogFile] = []
        for entry in manifest.loaded {
            let place = LayoutPath.join(directory, entry.name)
            if !allowsMissing, try presence(of: place) != .file {
                throw .missingFile(name: entry.name, path: place)
            }
            files.append(
                LogFile(
                    path: place,
                    name: entry.name,
                    role: entry.role,
                    sequence: entry.sequence
                )
            )
        }
        let location = Location.directory(path: directory, manifestPath: path)
        return LogLayout(location: location, manifest: manifest, files: files)
    }
}

extension LogLayout {
    private static func presence(of path: String) throws(LayoutError) -> Directory.Presence {
        do throws(Fault) {
            return try Directory.presence(of: path)
        } catch {
            throw .fault(error, path: path)
        }
    }

    private static func names(in path: String) throws(LayoutError) -> [String] {
        do throws(Fault) {
            return try Directory.names(in: path)
        } catch {
            throw .fault(error, path: path)
        }
    }

    /// Servers write a new manifest beside the old one under a name that begins with `temp-`.
    private static func manifestPaths(in path: String) throws(LayoutError) -> [String] {
        let all = try names(in: path)
        return
            all
            .filter { $0.hasSuffix(".manifest") && !$0.hasPrefix("temp-") && !$0.hasPrefix(".") }
            .map { LayoutPath.join(path, $0) }
    }

    /// The manifest at `path`, if the first word that is not a comment is `file` or the name says
    /// so.
    private static func manifest(ifAt path: String) throws(LayoutError) -> Manifest? {
        do throws(Fault) {
            let isNamedSo = path.hasSuffix(".manifest")
            if !isNamedSo {
                guard ManifestSniff.matches(try head(of: path)) else { return nil }
            }
            let text = try content(of: path)
            return try Manifest(parsing: text.rawSpan)
        } catch {
            throw .fault(error, path: path)
        }
    }

    private static func head(of path: String) throws(Fault) -> [UInt8] {
        let file = try InputFile(path: path)
        let size = try file.regularSize()
        // What a pipe has given can not be given back.
        guard size != nil else { return [] }
        var window = ByteWindow(FileSource(file), refillCount: 4096)
        return try window.peek(4096).array
    }

    private static func content(of path: String) throws(Fault) -> [UInt8] {
        let file = try MappedFile(path: path)
        // A manifest has a line per file; what is larger is something else under its name.
        guard file.count <= Manifest.byteCountMax else { throw Fault(.badManifest, at: 0) }
        return file.bytes.array
    }
}

/// Tells a manifest from a log by its first bytes.
private enum ManifestSniff {
    static func matches(_ head: [UInt8]) -> Bool {
        var rest = head[...]
        while rest.first == UInt8(ascii: "#") {
            guard let feed = rest.firstIndex(of: UInt8(ascii: "\n")) else { return false }
            rest = rest[(feed + 1)...]
        }
        return rest.starts(with: "file ".utf8)
    }
}
