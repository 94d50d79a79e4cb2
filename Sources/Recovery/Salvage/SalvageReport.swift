public import RedoubtRDB

/// What a salvage found, and what it could not save.
public struct SalvageReport: Sendable {
    /// What vouches for the keys that were read, from the strongest down.
    public struct Counts: Hashable, Sendable {
        /// The checksum proves them: they are what the server wrote.
        public internal(set) var proven = 0
        /// They were decoded to their last element, and no damage is near.
        public internal(set) var intact = 0
        /// They were decoded to their last element, but the file has no checksum, so that damage
        /// inside a value would not show.
        public internal(set) var unverified = 0
        /// They were decoded, but may hold damage that does not show.
        public internal(set) var suspect = 0
        /// Only leading elements could be read.
        public internal(set) var partial = 0
    }

    /// Why a key is suspect.
    public enum Doubt: String, Hashable, Sendable, CaseIterable {
        /// The checksum does not match and nothing tells where the damage is.
        case anywhere
        /// It stands near bytes that can't be read.
        case nearDamage = "near-damage"
        /// It may belong to another database: the number may have been lost.
        case database
        /// Its database has not as many keys as the file announces.
        case count
    }

    /// Bytes that can't be read.
    public struct Span: Hashable, Sendable {
        /// Where they are.
        public let range: Range<Int>
        /// Why.
        public let cause: String
        /// The key with which they begin, if its name can be read.
        public let key: RecoveryError.KeyName?
        /// How that key's value is encoded.
        public let type: ObjectType?
        /// Whether leading elements of it were kept.
        public internal(set) var isPartlyKept = false
    }

    /// A key that is in the output although it may be damaged, or that was left out.
    public struct DoubtfulKey: Hashable, Sendable {
        /// The key.
        public let key: RecoveryError.KeyName
        /// Where its record begins.
        public let offset: Int
        /// Why it is doubtful.
        public let doubt: Doubt
    }

    /// A byte that was changed: the checksum matches only with its old value.
    public struct ChangedByte: Hashable, Sendable {
        /// Where it is.
        public let offset: Int
        /// What the file holds, and what was there.
        public let found: UInt8
        /// What was there.
        public let original: UInt8
    }

    /// What was read.
    public let path: String
    /// The version.
    public internal(set) var format: FormatVersion
    /// Whether the version is a guess, the magic being damaged.
    public internal(set) var isFormatGuessed = false
    /// What the checksum says of the file as it is.
    public internal(set) var checksum = ChecksumState.pending
    /// Whether the end mark is there.
    public internal(set) var hasEnd = false
    /// Number of keys, by what vouches for them.
    public internal(set) var counts = Counts()
    /// How many keys the file announces in all, where it does.
    public internal(set) var announcedKeyCount: UInt64?
    /// Bytes next to each other that were changed, if the checksum proves it.
    public internal(set) var changedBytes: [ChangedByte] = []
    /// Whether ``changedBytes`` were put right.
    public internal(set) var isRepaired = false
    /// The first spans that can't be read, in the order of the file.
    public internal(set) var spans: [Span] = []
    /// Number of such spans, and of bytes in them.
    public internal(set) var spanCount = 0
    /// Number of bytes in all spans.
    public internal(set) var lostByteCount = 0
    /// Number of keys lost whose names can be read.
    public internal(set) var namedLossCount = 0
    /// The first suspect keys, in the order of the file.
    public internal(set) var suspects: [DoubtfulKey] = []
    /// The first keys that were left out since the same name stands elsewhere.
    public internal(set) var duplicates: [DoubtfulKey] = []
    /// Number of such keys.
    public internal(set) var duplicateCount = 0
    /// The first keys that no server of the version loads, and that were left out.
    ///
    /// An element stands in them twice, or they are of a type that came later.
    public internal(set) var unloadable: [DoubtfulKey] = []
    /// Number of such keys.
    public internal(set) var unloadableCount = 0
    /// Size of what was read, the log behind it not counted.
    public internal(set) var byteCount = 0
    /// Where the log begins that follows the snapshot.
    public internal(set) var logOffset: Int?
    /// Size of the output; nil for a dry run.
    public internal(set) var writtenByteCount: Int?
    /// What a user has to know.
    public internal(set) var warnings: [Warning] = []

    init(path: String, format: FormatVersion) {
        self.path = path
        self.format = format
    }

    /// The most names and spans that are listed; all are counted.
    public static let listMax = 1000

    /// Number of keys in the output.
    public var keyCount: Int {
        counts.proven + counts.intact + counts.unverified + counts.suspect + counts.partial
    }

    /// Whether nothing at all is wrong.
    public var isClean: Bool {
        spanCount == 0 && hasEnd && !isFormatGuessed && !checksum.isMismatch
            && duplicateCount == 0 && unloadableCount == 0
    }
}
