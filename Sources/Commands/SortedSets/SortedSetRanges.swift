import RedoubtBytes
import RedoubtKeyspace

/// A range of scores: `min max`, each exclusive behind a `(`.
struct ScoreRange {
    private let low: Double
    private let high: Double
    private let excludesLow: Bool
    private let excludesHigh: Bool

    init(_ arguments: borrowing Arguments, low: Int, high: Int) throws(CommandError) {
        (self.low, excludesLow) = try Self.bound(arguments[low])
        (self.high, excludesHigh) = try Self.bound(arguments[high])
    }

    private static func bound(_ text: RawSpan) throws(CommandError) -> (Double, Bool) {
        let isExclusive = !text.isEmpty && text[byte: 0] == UInt8(ascii: "(")
        let digits = isExclusive ? text.extracting(1..<text.byteCount) : text
        guard let value = Arguments.double(digits) else {
            throw CommandError("min or max is not a float")
        }
        return (value, isExclusive)
    }

    /// The ranks of the members in the range.
    func ranks(in order: SortedChunks<RankedMember>) -> Range<Int> {
        let start = order.position { excludesLow ? $0.score <= low : $0.score < low }
        let end = order.position { excludesHigh ? $0.score < high : $0.score <= high }
        let first = order.rank(of: start)
        return first..<max(first, order.rank(of: end))
    }
}

/// A range of members by their bytes: `-`, `+`, `[bytes` or `(bytes`.
struct ByteRange {
    private enum Bound {
        case lowest
        case highest
        case inclusive(ByteString)
        case exclusive(ByteString)
    }

    private let low: Bound
    private let high: Bound

    init(_ arguments: borrowing Arguments, low: Int, high: Int) throws(CommandError) {
        self.low = try Self.bound(arguments[low])
        self.high = try Self.bound(arguments[high])
    }

    private static func bound(_ text: RawSpan) throws(CommandError) -> Bound {
        let fault = CommandError("min or max not valid string range item")
        guard !text.isEmpty else { throw fault }
        let rest = ByteString(text.extracting(1..<text.byteCount))
        switch text[byte: 0] {
        case UInt8(ascii: "-") where rest.isEmpty: return .lowest
        case UInt8(ascii: "+") where rest.isEmpty: return .highest
        case UInt8(ascii: "["): return .inclusive(rest)
        case UInt8(ascii: "("): return .exclusive(rest)
        default: throw fault
        }
    }

    /// The ranks of the members in the range.
    ///
    /// The order is that of the bytes only where all scores are equal. Where they are not, servers
    /// walk a compact set from its start, which is followed here; what they do in a skip list
    /// depends on chance.
    func ranks(in order: SortedChunks<RankedMember>) -> Range<Int> {
        guard order.count > SortedSetValue.compactEntriesMax else { return walked(order) }
        let start = order.position { Self.isBelow($0.member, low) }
        let end = order.position { !Self.isAbove($0.member, high) }
        let first = order.rank(of: start)
        return first..<max(first, order.rank(of: end))
    }

    private func walked(_ order: SortedChunks<RankedMember>) -> Range<Int> {
        guard let least = order.first, let greatest = order.last,
            !Self.isBelow(greatest.member, low), !Self.isAbove(least.member, high)
        else { return 0..<0 }
        let members = order.map(\.member)
        let start = members.firstIndex { !Self.isBelow($0, low) } ?? members.count
        let end = members[start...].firstIndex { Self.isAbove($0, high) } ?? members.count
        return start..<end
    }

    private static func isBelow(_ member: ByteString, _ bound: Bound) -> Bool {
        switch bound {
        case .lowest: false
        case .highest: true
        case .inclusive(let bytes): member < bytes
        case .exclusive(let bytes): member <= bytes
        }
    }

    private static func isAbove(_ member: ByteString, _ bound: Bound) -> Bool {
        switch bound {
        case .lowest: true
        case .highest: false
        case .inclusive(let bytes): member > bytes
        case .exclusive(let bytes): member >= bytes
        }
    }
}
