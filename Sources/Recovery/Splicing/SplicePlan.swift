import RedoubtRDB

/// How a snapshot is spliced: what the log may touch, and the version that is written.
struct SplicePlan {
    let touches: TouchPlan
    /// Nil for the version of the snapshot.
    let target: FormatVersion?

    func selection(snapshotByteCount: Int, workers: Workers) -> KeySelection {
        KeySelection(
            touches,
            target: target,
            snapshotByteCount: snapshotByteCount,
            workers: workers
        )
    }
}

/// Whoever writes the dataset copies what is left in the snapshot.
struct SpliceOption {
    /// The version that is written; nil for that of the snapshot.
    let target: FormatVersion?

    func plan(_ touches: TouchPlan) -> SplicePlan {
        SplicePlan(touches: touches, target: target)
    }
}

/// What a rebuild copied from a snapshot as it was, and what it had to load.
public struct SpliceReport: Sendable, Hashable {
    /// Number of keys that were copied byte for byte.
    public let copiedKeyCount: Int
    /// Number of keys that were loaded.
    public let loadedKeyCount: Int
    /// Why everything was loaded, where the log may touch keys that no command names.
    public let widening: String?
}
