/// How a place in a ``KeyTable`` is written as a number below 2⁴⁸, for positions and cursors.
///
/// In one piece, the number is the place among all entries. Divided, it has the path to a shard or
/// group and the place there, and says which of the two: a position that was taken before a
/// division can be told from those behind it.
@usableFromInline
enum KeyPosition {
    @usableFromInline static var groupCount: Int { 1 << 6 }
    @usableFromInline static var shardCount: Int { 1 << shardBits }
    @usableFromInline static var shardBits: Int { 6 }

    static var pathEnd: Int { groupCount * shardCount }
    @usableFromInline static var indexBits: Int { 31 }
    @usableFromInline static var groupMark: Int { 1 << 45 }
    @usableFromInline static var shardMark: Int { 1 << 46 }

    // MARK: By hash

    /// The bits of a hash that lead to a shard; a ``ByteIndex`` uses others.
    @inlinable @inline(__always)
    static func path(of hash: UInt64) -> Int {
        Int(truncatingIfNeeded: hash & UInt64(truncatingIfNeeded: groupCount &* shardCount &- 1))
    }

    @inlinable @inline(__always)
    static func group(of path: Int) -> Int { path &>> shardBits }

    @inlinable @inline(__always)
    static func shard(of path: Int) -> Int { path & (shardCount &- 1) }

    /// The first of the paths that go through the same group.
    static func firstPath(ofGroupOf path: Int) -> Int { path & ~(shardCount - 1) }

    // MARK: Writing

    /// A place at the end of a path, or in the group that the path goes through.
    @inlinable @inline(__always)
    static func position(_ path: Int, _ index: Int, inGroup: Bool) -> Int {
        inGroup
            ? groupMark | (path & ~(shardCount &- 1)) &<< indexBits | index
            : shardMark | path &<< indexBits | index
    }

    // MARK: Reading

    @inlinable @inline(__always)
    static func isInShard(_ position: Int) -> Bool { position & shardMark != 0 }

    @inlinable @inline(__always)
    static func isInGroup(_ position: Int) -> Bool { position & groupMark != 0 }

    @inlinable @inline(__always)
    static func path(at position: Int) -> Int {
        position &>> indexBits & (groupCount &* shardCount &- 1)
    }

    @inlinable @inline(__always)
    static func index(at position: Int) -> Int { position & (1 &<< indexBits &- 1) }
}
