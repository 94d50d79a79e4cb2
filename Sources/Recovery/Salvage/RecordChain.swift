import RedoubtBytes
import RedoubtRDB

/// The records that stand one behind the other from a place on, read until they are certain.
struct RecordChain {
    /// How many records are looked at, at most.
    private static let countMax = 256
    /// Of how many the ends are kept.
    private static let stepsMax = 4
    /// What a string takes, however long it is.
    private static let stringCost = 64
    /// How many there must be at least, however much speaks for each.
    private static let countMin = 3
    /// What an end mark adds in front of the end of the file, and in front of a log.
    private static let endWeight = 28
    private static let logWeight = 48

    /// Where the first records end, and what speaks for them and all before.
    private(set) var steps: [(end: Int, weight: Int)] = []
    private(set) var weight = 0
    private(set) var count = 0
    /// Where the last record ends that was read.
    private(set) var end: Int
    /// Whether they are certain, or lead to the place where they were to lead.
    private(set) var isAccepted = false
    /// Whether it was the limit that ended the search.
    private(set) var isCut = false
    /// What it took, in bytes.
    private(set) var cost = 0

    private let start: Int
    private var names: [UInt64] = []

    /// Reads the records from `start` on.
    ///
    /// - Parameters:
    ///   - limit: how many bytes may be read.
    ///   - targets: ends of records to one of which they have to lead, ascending; without any they
    ///     have to be many.
    ///   - known: ends of records that lead to damage: records that lead there are of no use.
    init(
        _ bytes: RawSpan,
        from start: Int,
        limit: Int,
        in context: PayloadContext,
        to targets: [Int] = [],
        avoiding known: Set<Int> = []
    ) {
        self.start = start
        end = start
        let bound = start + min(limit, bytes.byteCount - start)
        let last = targets.last ?? bytes.byteCount
        while end < last, count < Self.countMax || !targets.isEmpty {
            guard end < bound else {
                isCut = true
                return
            }
            guard read(bytes, to: bound, in: context), !known.contains(end) else { return }
            if !targets.isEmpty {
                isAccepted = targets.contains(end)
            } else if count >= Self.countMin, weight >= Evidence.certain {
                isAccepted = true
            }
            if isAccepted { return }
        }
        // The file may end behind a record, its end mark being lost.
        isAccepted = targets.isEmpty && end == bytes.byteCount && weight >= Evidence.certain / 2
    }

    /// Reads one record; false where none stands, or the end.
    private mutating func read(
        _ bytes: RawSpan,
        to bound: Int,
        in context: PayloadContext
    ) -> Bool {
        do throws(Fault) {
            // A string is passed over at once, however long it is.
            let isString = bytes[byte: end] == 0
            let rest = bytes.extracting(end..<(isString ? bytes.byteCount : bound))
            let item = try SnapshotItem(rest, at: end, in: context)
            let own = rest.extracting(0..<item.range.count)
            if item.kind == .end { return takeEnd(bytes, in: context) }
            try check(item, own, in: context)
            let weight = Evidence.weight(of: item, own, in: context)
            guard count > 0 || weight >= Evidence.firstMin || !isKey(item) else { return false }
            take(item, weight: weight)
            cost += isString ? min(item.range.count, Self.stringCost) : item.range.count
            return weight > -Evidence.certain
        } catch {
            cost += min(max(error.offset - end, 1), bound - start)
            let meetsLimit = error.reason == .truncated || error.reason == .tooLarge
            isCut = meetsLimit && bound < bytes.byteCount && bytes[byte: end] != 0
            return false
        }
    }

    private func isKey(_ item: SnapshotItem) -> Bool {
        if case .key = item.kind { true } else { false }
    }

    private mutating func take(_ item: SnapshotItem, weight: Int) {
        self.weight += weight
        count += 1
        end = item.range.upperBound
        if steps.count < Self.stepsMax { steps.append((end, self.weight)) }
    }

    /// The end is certain where it is at the right place.
    private mutating func takeEnd(_ bytes: RawSpan, in context: PayloadContext) -> Bool {
        let rule = SnapshotEnd(format: context.format)
        switch rule.follower(of: end, in: bytes) {
        case .nothing: weight += Self.endWeight
        case .commands: weight += Self.logWeight
        case .other, .cut: return false
        }
        isAccepted = weight >= Evidence.certain / 2
        return false
    }

    /// Decodes the value; a name that came before is none of a snapshot.
    private mutating func check(
        _ item: SnapshotItem,
        _ own: RawSpan,
        in context: PayloadContext
    ) throws(Fault) {
        // The same name in another database is another key.
        if case .selectDatabase = item.kind { names.removeAll(keepingCapacity: true) }
        guard case .key(let key) = item.kind else { return }
        let offset = item.range.lowerBound
        guard context.format.loads(key.type), context.format.loads(key.attributes) else {
            throw Fault(.badType, at: offset)
        }
        let range = (key.nameRange.lowerBound - offset)..<(key.nameRange.upperBound - offset)
        let hash = ByteHash.hash(own.extracting(range))
        guard !names.contains(hash) else { throw Fault(.duplicateKey, at: offset) }
        if names.count < Self.countMax { names.append(hash) }
        let payload = own.extracting((key.payloadRange.lowerBound - offset)..<own.byteCount)
        try key.type.check(payload, at: key.payloadRange.lowerBound, in: context)
    }
}
