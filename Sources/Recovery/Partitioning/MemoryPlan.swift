import Foundation
import RedoubtBytes

/// How a replay keeps within the memory that it was given.
///
/// Shards are so many that each takes little; what is more than a part of the memory goes to a
/// scratch file.
struct MemoryPlan: Sendable {
    /// The memory in bytes.
    private let limit: Int
    /// Whether memory is to be saved: somebody set a limit, or there is a snapshot as well.
    let isShort: Bool
    /// Whether the log is so small that its records are best read where they are.
    let isSmall: Bool
    /// The number of shards, a power of two, which depends on the size of the log alone.
    let shardCount: Int
    /// The records, and what the snapshot has of their keys.
    let spool: RecordSpool

    private static let shardMin = 256
    private static let shardMax = 1 << 15
    /// The bytes of a shard, unless there are too many.
    private static let shardSize = 4 << 20

    private static let smallSize = 16 << 20

    /// Plans for a log of `byteCount` bytes.
    ///
    /// - Parameter hasSnapshot: whether it has a past, which is spooled as well: memory then
    ///   follows the log, and not the snapshot.
    init(_ options: LoadOptions, byteCount: Int, hasSnapshot: Bool) {
        let limit = options.memoryMax ?? Int(clamping: ProcessInfo.processInfo.physicalMemory / 2)
        var count = Self.shardMin
        while count < Self.shardMax, byteCount / count > Self.shardSize { count *= 2 }
        self.limit = limit
        isSmall = byteCount <= Self.smallSize
        isShort = options.memoryMax != nil || hasSnapshot && !isSmall
        shardCount = count
        let spoolMax = hasSnapshot ? max(byteCount / 16, Self.smallSize / 8) : limit
        spool = RecordSpool(beside: options.scratchPath, memoryMax: min(spoolMax, limit / 4))
    }

    /// The shard of a key.
    @inline(__always)
    func shard(of name: KeyedRecord.KeyName) -> Int {
        Int(truncatingIfNeeded: name.open) & (shardCount - 1)
    }

    /// The most workers whose shards fit into the memory at the same time, for a log of `byteCount`
    /// bytes.
    func workerMax(byteCount: Int) -> Int {
        // The bytes, what is found in them, and what is made of them.
        max(1, limit / 2 / max(1, byteCount / shardCount * 5))
    }
}
