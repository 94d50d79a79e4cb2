public import RedoubtBytes
public import RedoubtValues

/// A member with its score, in the order of the servers: by score, then by bytes.
public struct RankedMember: Comparable, Sendable {
    /// The score; never NaN.
    public let score: Double
    /// The member.
    public let member: ByteString

    /// Creates a member.
    public init(score: Double, member: ByteString) {
        self.score = score
        self.member = member
    }

    /// Orders by score, then by bytes.
    public static func < (left: RankedMember, right: RankedMember) -> Bool {
        left.score != right.score ? left.score < right.score : left.member < right.member
    }
}

/// A sorted set in memory: scores by member, and the order, which is built on its first use.
///
/// Servers hold a small sorted set in a compact blob. Since Redis 7.0 the blob turns a score of −0
/// into 0, a skip list keeps the sign; so the value remembers which of the two a server would use.
public struct SortedSetValue: Sendable {
    /// The limits of the servers' default configuration for the compact form.
    public static let compactEntriesMax = 128
    /// The longest member of the compact form.
    public static let compactMemberMax = 64

    /// The score of each member.
    public private(set) var scores: ByteTable<Double>
    private var order: SortedChunks<RankedMember>?
    /// Whether a server would hold the value as a compact blob; once false, it stays false.
    public private(set) var isCompact: Bool
    private let dropsNegativeZero: Bool

    /// An empty sorted set as a server of `profile` creates it.
    public init(isCompact: Bool = true, dropsNegativeZero: Bool) {
        scores = ByteTable()
        self.isCompact = isCompact
        self.dropsNegativeZero = dropsNegativeZero
    }

    /// The result of an operation over sorted sets, in the form in which a server stores it.
    public init(_ scores: ByteTable<Double>, for profile: ServerProfile) {
        self.init(isCompact: false, dropsNegativeZero: profile.dropsNegativeZeroInListpacks)
        self.scores = scores
        compactIfSmall()
    }

    /// Number of members.
    public var count: Int { scores.count }

    /// The score of a member.
    public func score(of member: RawSpan) -> Double? {
        scores[member]
    }

    // MARK: Changing

    /// Sets the score of a member; an equal score, of whatever sign, is left as it is.
    ///
    /// - Returns: whether the member is new.
    @discardableResult
    public mutating func set(_ member: RawSpan, to score: Double) -> Bool {
        if let position = scores.position(of: member) {
            update(at: position, to: score)
            return false
        }
        add(member, score)
        return true
    }

    /// Adds a member that is known to be missing.
    public mutating func add(_ member: RawSpan, _ score: Double) {
        if isCompact, count >= Self.compactEntriesMax || member.byteCount > Self.compactMemberMax {
            isCompact = false
        }
        let kept = stored(score)
        scores.add(member, kept)
        order?.insert(RankedMember(score: kept, member: ByteString(member)))
    }

    /// Sets the score of the member at a position of ``scores``, as ``set(_:to:)`` does.
    public mutating func update(at position: Int, to score: Double) {
        let old = scores[valueAt: position]
        guard old != score else { return }
        let kept = stored(score)
        scores[valueAt: position] = kept
        guard order != nil else { return }
        let member = scores[position: position].key
        order?.remove(RankedMember(score: old, member: member))
        order?.insert(RankedMember(score: kept, member: member))
    }

    private func stored(_ score: Double) -> Double {
        score == 0 && isCompact && dropsNegativeZero ? 0 : score
    }

    /// Removes a member; false if it was not there.
    @discardableResult
    public mutating func remove(_ member: RawSpan) -> Bool {
        guard let score = scores.remove(member) else { return false }
        order?.remove(RankedMember(score: score, member: ByteString(member)))
        return true
    }

    // MARK: Order

    /// The members in order.
    ///
    /// The first call sorts, which is O(n log n); from then on the order is kept up.
    public mutating func ordered() -> SortedChunks<RankedMember> {
        if let order { return order }
        let built = SortedChunks(
            sorting: scores.lazy.map { RankedMember(score: $0.value, member: $0.key) }
        )
        order = built
        return built
    }

    /// The members with ranks in a range, which is clamped, in order.
    public mutating func members(ranks: Range<Int>) -> [RankedMember] {
        let ranks = ranks.clamped(to: 0..<count)
        let sorted = ordered()
        return Array(sorted.from(sorted.position(rank: ranks.lowerBound)).prefix(ranks.count))
    }

    /// The ranks that `find` finds in the order.
    public mutating func ranks(
        _ find: (SortedChunks<RankedMember>) -> Range<Int>
    ) -> Range<Int> {
        find(ordered())
    }

    /// Removes the members with ranks in a range, which is clamped.
    public mutating func removeRanks(_ ranks: Range<Int>) {
        let ranks = ranks.clamped(to: 0..<count)
        guard !ranks.isEmpty else { return }
        if ranks.count == count {
            scores.removeAll()
            order = nil
            return
        }
        var sorted = ordered()
        order = nil
        for entry in sorted.from(sorted.position(rank: ranks.lowerBound)).prefix(ranks.count) {
            scores.remove(entry.member.bytes)
        }
        sorted.removeRanks(ranks)
        order = sorted
    }

    // MARK: Compact form

    /// Takes over what a server decides behind a load or a `STORE`: small values become compact.
    public mutating func compactIfSmall() {
        guard !isCompact, count <= Self.compactEntriesMax,
            !scores.contains(where: { $0.key.count > Self.compactMemberMax })
        else { return }
        isCompact = true
        guard dropsNegativeZero else { return }
        for entry in scores where entry.value == 0 && entry.value.sign == .minus {
            scores.set(entry.key, to: 0)
        }
        order = nil
    }

    /// Notes that a server holds the value in a skip list.
    public mutating func expand() {
        isCompact = false
    }

    /// Adds a member of a compact blob with its score as it stands there; false if it was there.
    mutating func insertVerbatim(_ member: RawSpan, score: Double) -> Bool {
        scores.insert(member, score)
    }
}
