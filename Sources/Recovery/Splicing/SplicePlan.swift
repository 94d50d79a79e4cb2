import RedoubtBytes
import RedoubtRDB

/// How a snapshot is spliced: what the log may touch, and the version that is written.
struct SplicePlan {
    let touches: TouchPlan
    /// Nil for the version of the snapshot.
    let target: FormatVersion?
    /// Copies what is not touched while the snapshot is read; nil if that comes afterwards.
    let early: EarlyCopy?
    /// Whether everything is loaded.
    let loadsAll: Bool
    /// Learns where the keys stand that are not touched; nil if nobody wants to know.
    let index: KeyIndexing?

    /// Nil if everything is loaded.
    func selection(of file: MappedFile, _ options: LoadOptions) -> KeySelection? {
        guard !loadsAll, index?.canIndex(file) ?? true else { return nil }
        return KeySelection(
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
    var early: EarlyCopy?
    /// Whether nothing is left in the snapshot.
    var loadsAll = false
    /// Learns where the keys stand that are not touched.
    var index: KeyIndexing?

    /// - Parameter isKeyed: whether the log will be replayed key by key.
    func plan(_ touches: TouchPlan, isKeyed: Bool) -> SplicePlan {
        let isInPlace = isKeyed && touches.databases.isUnchanged
        index?.begin(touches)
        return SplicePlan(
            touches: touches,
            target: target,
            early: isInPlace ? early : nil,
            loadsAll: loadsAll,
            index: index
        )
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
