public import RedoubtBytes

/// Why a log's files could not be found or opened.
public enum LayoutError: Error, Hashable, Sendable {
    /// Nothing stands at the path.
    case missing(path: String)
    /// The directory holds no manifest.
    case noManifest(path: String)
    /// The directory holds several manifests; which one is meant must be said.
    case severalManifests([String])
    /// The manifest lists a file that is not there.
    case missingFile(name: String, path: String)
    /// A new log was to be written where these manifests already stand.
    case occupied([String])
    /// A file could not be read, or a manifest is damaged.
    case fault(Fault, path: String)
}

extension LayoutError: CustomStringConvertible {
    /// The cause with the paths that it is about.
    public var description: String {
        switch self {
        case .missing(let path): "\(path) does not exist"
        case .noManifest(let path): "\(path) holds no append-only log: there is no manifest in it"
        case .severalManifests(let paths):
            "several manifests were found, name one of them: \(paths.joined(separator: ", "))"
        case .missingFile(let name, let path):
            "the manifest lists \(name), but \(path) does not exist"
        case .occupied(let paths): "a log already stands here: \(paths.joined(separator: ", "))"
        case .fault(let fault, let path): "\(path): \(fault)"
        }
    }
}
