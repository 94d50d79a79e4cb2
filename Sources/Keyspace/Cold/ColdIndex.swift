public import RedoubtBytes
import RedoubtCodecs

/// Where the keys of a snapshot stand, in a file beside it, so that they need not be looked for.
///
/// It is only a cache: one that is missing, stale or damaged is left alone, and the snapshot read.
/// Words are little-endian; a machine with another order does not use it.
///
/// | Word  | Content                                                             |
/// |-------|---------------------------------------------------------------------|
/// | 0     | magic and version                                                   |
/// | 1     | hash of the magic with the seed: the same function and byte order   |
/// | 2     | seed of the hashes                                                  |
/// | 3-6   | ``SnapshotIdentity``: protects against another or changed snapshot  |
/// | 7     | number of words in all                                              |
/// | 8     | number of offsets in the list behind the header                     |
/// | 9     | number of databases in the directory behind that list               |
/// | 10    | CRC-64 of all words behind 11: protects against damage              |
/// | 11    | CRC-64 of the words before                                          |
///
/// For each database the directory has its number, its number of partitions, and three words for
/// each of these: slots, keys, expiring keys. The slots of all partitions follow in that order.
public struct ColdIndex: Sendable {
    static let magic: UInt64 = 0x3158_4449_5442_4452
    static let headerCount = 12
    /// The most offsets of what is no key.
    public static let otherMax = 1 << 16

    /// The keys by database, ascending.
    public var databases: [(number: Int, keys: ColdKeys)]
    /// Where that stands in the snapshot which belongs to the dataset and is no key.
    public var otherOffsets: [Int]

    /// Collects what is written.
    public init(databases: [(number: Int, keys: ColdKeys)], otherOffsets: [Int]) {
        self.databases = databases
        self.otherOffsets = otherOffsets
    }

    /// What the index of a snapshot is called.
    public static func path(beside snapshot: String) -> String {
        snapshot + ".redoubt-index"
    }

    /// A hash that tells whether ``ByteHash`` is what it was.
    static func probe(_ seed: UInt64) -> UInt64 {
        ByteHash.hash(Array("redoubt index".utf8).rawSpan, seed) ^ magic
    }
}

/// What tells that a snapshot is still the one that an index is of.
public struct SnapshotIdentity: Hashable, Sendable {
    let words: [UInt64]

    /// The identity of an open file that is mapped; nil for one without an end.
    public init?(_ file: InputFile, _ mapping: MappedFile) {
        guard let state = FileState(file), mapping.count >= 17 else { return nil }
        words = state.words + [mapping.bytes.word(at: mapping.count - 8)]
        guard words.first == UInt64(mapping.count) else { return nil }
    }
}
