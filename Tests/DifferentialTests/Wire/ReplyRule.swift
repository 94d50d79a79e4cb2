import RedoubtBytes

/// How far the answers of two servers to the same command must be the same.
enum ReplyRule {
    /// Byte for byte.
    case exact
    /// The elements in any order, with those that follow each other in steps kept together.
    case unordered(step: Int)
    /// A cursor, and elements in any order.
    case scan(step: Int)
    /// A time or none, which may differ by what lies between two servers that are asked one after
    /// the other.
    case time
    /// Times in the answer may differ by what lies between two servers that are asked in turn.
    case times
    /// The kinds of the answers, for they tell how a server holds its data.
    case shape
    /// Left to chance: the kinds, and every text is one of those in the answer to ``witness``.
    case chance(witness: [ByteString])

    init(_ words: [ByteString]) {
        let name = words[0].upper
        switch name {
        case "SMEMBERS", "SINTER", "SUNION", "SDIFF", "KEYS", "HKEYS", "HVALS", "SPOP":
            self = .unordered(step: 1)
        case "HGETALL": self = .unordered(step: 2)
        case "SCAN", "SSCAN": self = .scan(step: 1)
        case "HSCAN", "ZSCAN": self = .scan(step: 2)
        case "SORT", "SORT_RO":
            self = words.contains { $0.upper == "NOSORT" } ? .unordered(step: 1) : .exact
        case "TTL", "PTTL", "EXPIRETIME", "PEXPIRETIME": self = .time
        case "XPENDING", "XINFO": self = .times
        case "OBJECT", "MEMORY", "DUMP", "TIME": self = .shape
        default: self = Self.witness(name, words).map { .chance(witness: $0) } ?? .exact
        }
    }

    private static func witness(_ name: String, _ words: [ByteString]) -> [ByteString]? {
        if name == "RANDOMKEY" { return ["KEYS", "*"] }
        guard words.count > 1 else { return nil }
        switch name {
        case "SRANDMEMBER": return ["SMEMBERS", words[1]]
        case "HRANDFIELD": return ["HGETALL", words[1]]
        case "ZRANDMEMBER": return ["ZRANGE", words[1], "0", "-1", "WITHSCORES"]
        default: return nil
        }
    }

    /// Whether the answers agree.
    ///
    /// - Parameter witnessed: our answer to the witness of a rule of chance, if it was asked for.
    func accepts(_ theirs: WireReply, _ ours: WireReply, witnessed: WireReply?) -> Bool {
        if theirs == ours { return true }
        if theirs.isError || ours.isError { return false }
        switch self {
        case .exact: return false
        case .unordered(let step): return Self.sorted(theirs, step) == Self.sorted(ours, step)
        case .scan(let step):
            guard theirs.elements.count == 2, ours.elements.count == 2 else { return false }
            return theirs.elements[0] == ours.elements[0]
                && Self.sorted(theirs.elements[1], step) == Self.sorted(ours.elements[1], step)
        case .time: return Self.isSameTime(theirs, ours, since: 0)
        case .times: return Self.isClose(theirs, ours)
        case .shape: return Self.hasShape(theirs, ours)
        case .chance:
            guard theirs.shape == ours.shape else { return false }
            guard let witnessed else { return true }
            return Set(ours.texts).isSubset(of: witnessed.texts)
        }
    }

    private static func hasShape(_ theirs: WireReply, _ ours: WireReply) -> Bool {
        // The length of a text for people is each server's own.
        if !theirs.elements.isEmpty, !ours.elements.isEmpty { return true }
        return theirs.shape == ours.shape
    }

    private static func sorted(_ reply: WireReply, _ step: Int) -> WireReply {
        guard case .list(let mark, let elements) = reply, elements.count % step == 0 else {
            return reply
        }
        let groups = stride(from: 0, to: elements.count, by: step).map { start in
            Array(elements[start..<start + step])
        }
        let texts = groups.map { (text: $0.map(\.description).joined(separator: " "), group: $0) }
        return .list(mark: mark, texts.sorted { $0.text < $1.text }.flatMap(\.group))
    }

    /// Names behind which a server tells of its own clock or memory.
    private static let ownValues = ["idle", "seen-time", "radix-tree-keys", "radix-tree-nodes"]
        .map { Array($0.utf8) }

    private static func isClose(_ theirs: WireReply, _ ours: WireReply) -> Bool {
        if theirs == ours { return true }
        if isSameTime(theirs, ours, since: Self.longAgo) { return true }
        guard theirs.shape == ours.shape, theirs.elements.count == ours.elements.count,
            !theirs.elements.isEmpty
        else { return false }
        let places = zip(theirs.elements, ours.elements).enumerated()
        return places.allSatisfy { index, pair in
            if index > 0, ownValues.contains(theirs.elements[index - 1].bytes) { return true }
            // An id, its consumer, how long ago it was delivered, and how often.
            let isIdle = index == 2 && theirs.elements.count == 4
            return isClose(pair.0, pair.1)
                || isIdle && isSameTime(pair.0, pair.1, since: 0)
        }
    }

    /// Milliseconds that are a time of our days, not a number of something.
    private static let longAgo: Int64 = 1_000_000_000_000

    private static func isSameTime(
        _ theirs: WireReply,
        _ ours: WireReply,
        since: Int64
    ) -> Bool {
        guard let one = theirs.integer, let other = ours.integer else { return false }
        return min(one, other) >= since && abs(one - other) < 60_000
    }
}

extension ByteString {
    /// The text in upper case, for the names of commands.
    var upper: String { String(decoding: array, as: UTF8.self).uppercased() }
}
