public import RedoubtBytes
public import RedoubtKeyspace
public import RedoubtRDB

/// What becomes known of a dataset while it is loaded, in this order: the plan, places, the end of
/// the snapshot, entries, and the end; or a failure anywhere.
public enum LoadStep: Sendable {
    /// Which keys the log may touch. No others change any more.
    case planned(LogTouches)
    /// Where all keys stand, by database: from an index. Those that the log may touch are in it
    /// until they are removed.
    case index([(database: Int, keys: ColdKeys)])
    /// Keys of the index that the log may touch.
    case removals(database: Int, ColdBatch)
    /// Where keys stand that the log does not touch.
    case places(IndexedKeys)
    /// The snapshot was read to its end, and its checksum is right.
    case indexed
    /// Keys that were loaded, as they are at the end of the log; all of them are there with
    /// ``finished(_:)``.
    case entries(database: Int, [ByteTable<KeyEntry>.Entry])
    /// Everything is there.
    case finished(LoadedRest)
    /// The rest can not be had.
    case failed(RecoveryError)
    /// The index that was asked for was written, or what kept it from that; behind the end.
    case wroteIndex(RecoveryError?)
}

/// Which keys a log may touch.
public struct LogTouches: Sendable {
    let plan: TouchPlan

    /// Whether the log may touch a key, in whatever database.
    public func mayTouch(_ key: RawSpan) -> Bool {
        plan.touches(key, ByteHash.hash(key))
    }

    /// Why keys may be touched that no command names; nil if there are none.
    public var widening: String? { plan.widening }
}

/// Keys in the order of their file, by their places.
public struct IndexedKeys: Sendable {
    /// The database in which they end, whatever its number was in the snapshot.
    public let database: Int
    /// Where they stand.
    public let batch: ColdBatch
    /// The snapshot, with what its payloads need up to here.
    public let source: SnapshotSource
    /// The seed of the hashes in the batch.
    public let seed: UInt64
    /// How far the file is read.
    public let endOffset: Int
    /// About how many keys the database will have; nothing depends on its being right.
    public let expectedCount: Int
}

/// What a dataset is besides its keys.
public struct LoadedRest: Sendable {
    /// Where the dataset comes from, with what a user has to know.
    public let origin: DatasetOrigin
    /// The source code of each function library by name.
    public let functions: ByteTable<ByteString>
    /// The auxiliary fields of the snapshot.
    public let auxiliaries: [(name: ByteString, value: ByteString)]
    /// The auxiliary data of modules.
    public let moduleAuxiliaries: [Keyspace.ModuleData]
    /// What the replay did; nil without a log.
    public let replay: ReplayReport?
    /// What was left in the snapshot and what was loaded; nil where that was not planned.
    public let splice: SpliceReport?
    /// Where the replay was made to end, and what was left out of it; nil if neither was asked for.
    public let rewind: RewindReport?
}
