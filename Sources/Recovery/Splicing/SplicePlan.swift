import RedoubtBytes
import RedoubtRDB

/// How a snapshot is spliced: what the log may touch, and the version that is written.
struct SplicePlan {
    let touches: TouchPlan
    /// Nil for the version of the snapshot.
    let target: FormatVersion?
    /// Copies what is not touched while the snapshot is read; nil if that comes afterwards.
    let early: EarlyCopy?

    func selection(of file: MappedFile, _ options: LoadOptions) -> KeySelection {
        KeySelection(
            self,
            file,
            workers: Workers(options.jobs),
            scratch: options.scratchPath
        )
    }
}

/// Whoever writes the dataset copies what is left in the snapshot.
struct SpliceOption {
    /// The version that is written; nil for that of the snapshot.
    let target: FormatVersion?
    /// Copies what it can while the snapshot is read.
    let early: EarlyCopy?

    /// - Parameter isKeyed: whether the log will be replayed key by key.
    func plan(_ touches: TouchPlan, isKeyed: Bool) -> SplicePlan {
        let isInPlace = isKeyed && touches.databases.isUnchanged
        return SplicePlan(touches: touches, target: target, early: isInPlace ? early : nil)
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
