public import RedoubtValues

/// What to check, and how.
public struct CheckRequest: Sendable {
    /// The files: snapshots, logs, directories, manifests.
    public var paths: [String]
    /// How much of a snapshot is verified.
    public var depth = CheckRun.Depth.structure
    /// The server that is to load them; nil where it does not matter.
    public var target: ServerProfile?
    /// The time at which a key counts as expired, in milliseconds since 1970.
    public var nowMs: Int64

    /// Creates a request.
    public init(
        paths: [String],
        depth: CheckRun.Depth = .structure,
        target: ServerProfile? = nil,
        nowMs: Int64 = 0
    ) {
        self.paths = paths
        self.depth = depth
        self.target = target
        self.nowMs = nowMs
    }
}
