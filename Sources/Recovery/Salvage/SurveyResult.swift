import RedoubtBytes
import RedoubtRDB

/// What stands in a snapshot: records in the order of the file, and gaps between them.
struct SurveyResult {
    /// The keys between two numbers of databases.
    struct Section {
        /// The database.
        var database: Int
        /// Whether the file says so; else it is a guess.
        var isStated: Bool
        /// How many keys the file says that there are, and how many that expire.
        var announced: (keys: UInt64, expires: UInt64)?
        /// Where the keys stand, and how many they are.
        var runs: [Run] = []
        /// Number of keys.
        var keyCount: Int { runs.reduce(0) { $0 + $1.count } }
        /// Indexes of the gaps in it.
        var gaps: [Int] = []
        /// Why all keys in it are suspect.
        var doubt: SalvageReport.Doubt?
    }

    /// Keys one behind the other.
    struct Run {
        var range: Range<Int>
        var count: Int
    }

    /// Bytes in which nothing can be read.
    struct Gap {
        /// Where they are.
        let range: Range<Int>
        /// The bytes around them that may have been read at wrong places.
        let unsettled: Range<Int>
        /// Why they can't be read.
        let fault: Fault
        /// The key with which they begin, if its name can be read.
        let heading: KeyHeading?
        /// The database of that key.
        let database: Int
    }

    /// How the snapshot ends.
    enum End: Hashable {
        /// With its mark at an offset.
        case mark(Int)
        /// Too early.
        case missing
    }

    /// The version, and whether it is a guess.
    var format: FormatVersion
    var isFormatGuessed = false
    /// In the order of the file.
    var sections: [Section] = []
    var gaps: [Gap] = []
    /// What is copied as it is in front of the keys, and behind them.
    var leading: [Range<Int>] = []
    var trailing: [Range<Int>] = []
    /// Records besides keys that can not belong where they stand.
    var misplacedCount = 0
    /// Whether a slot import was in progress.
    var hasSlotImport = false
    var end = End.missing
    var checksum = ChecksumState.pending
    /// The checksum of the content up to the end mark, that included.
    var computedChecksum: UInt64?
    /// Whether a log follows, and where it begins.
    var logOffset: Int?
    /// Bytes behind the end that are no log.
    var trailingCount = 0
    /// Whether the search ended its work early.
    var isSearchLimited = false
    /// What payloads need of the file.
    var context: PayloadContext

    init(context: PayloadContext) {
        format = context.format
        self.context = context
    }

    /// Number of keys.
    var keyCount: Int { sections.reduce(0) { $0 + $1.keyCount } }

    /// Whether nothing is wrong with the structure.
    var isWhole: Bool {
        gaps.isEmpty && end != .missing && !isFormatGuessed && misplacedCount == 0
    }
}
