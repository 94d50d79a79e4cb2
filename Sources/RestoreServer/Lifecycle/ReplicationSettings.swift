public import RedoubtValues

/// How replicas are served.
public struct ReplicationSettings: Sendable, Hashable {
    /// The oldest server that attaches; nil for the one whose behaviour is followed.
    public var target: ServerProfile?
    /// Whether snapshots are sent while they are made, where the replica can read that.
    public var isDiskless = true

    /// The servers' defaults since 7.0.
    public init() {}
}
