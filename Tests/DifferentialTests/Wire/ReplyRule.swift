import RedoubtBytes

/// How far the answers of two servers to the same command must be the same.
enum ReplyRule {
    /// Byte for byte.
    case exact
    /// As texts of C, which end at a zero byte: what is equal to it stands in any order.
    case texts
    /// The elements in any order, with those that follow each other in steps kept together.
    case unordered(step: Int)
    /// A cursor, and elements in any order.
    case scan(step: Int)
    /// A time or none, which may differ by what lies between two servers that are asked one after
    /// the other.
    case time
    /// Times in the answer may differ in the same way.
    case times
    /// Any answer, if both give one.
    case success
    /// The kinds of the answers, for they tell how a server holds its data.
    case shape
    /// Left to chance: the kinds, and every text is one of those in the answer to ``witness``.
    case chance(witness: [ByteString])

    init(_ words: [ByteString]) {
        let name = words[0].upper
        switch name {
        case _ where words.count == 2 && words[1].upper == "HELP": self = .success
        case "SMEMBERS", "SINTER", "SUNION", "SDIFF", "KEYS", "HKEYS", "HVALS", "SPOP":
            self = .unordered(step: 1)
        case "HGETALL": self = .unordered(step: 2)
        // What stands behind a cursor is for the server to say that gave it.
        case "SCAN" where words.count > 1 && words[1] != "0": self = .success
        case "SCAN", "SSCAN": self = .scan(step: 1)
        case "HSCAN", "ZSCAN": self = .scan(step: 2)
        case "SORT", "SORT_RO":
            self = Self.isUnsorted(words) ? .unordered(step: 1) : .texts
        case _ where name.hasPrefix("GEORADIUS") || name == "GEOSEARCH":
            // Of members that are equally far off a count may take any.
            self = words.contains { $0.upper == "COUNT" } ? .shape : .exact
        case "TTL", "PTTL", "EXPIRETIME", "PEXPIRETIME": self = .time
        case "XPENDING", "XINFO": self = .times
        case "OBJECT", "MEMORY", "DUMP", "TIME": self = .shape
        case "PFDEBUG": self = .success
        default: self = Self.witness(name, words).map { .chance(witness: $0) } ?? .exact
        }
    }

    /// A pattern without a star names the same key for each element, and so no order.
    private static func isUnsorted(_ words: [ByteString]) -> Bool {
        guard let place = words.firstIndex(where: { $0.upper == "BY" }) else { return false }
        return place + 1 < words.count && !words[place + 1].array.contains(UInt8(ascii: "*"))
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
        if theirs.isError || ours.isError { return Self.says(theirs, as: ours) }
        switch self {
        case .success: return true
        case .exact: return false
        case .texts:
            return theirs.texts.map { $0.prefix { $0 != 0 } }
                == ours.texts.map { $0.prefix { $0 != 0 } } && theirs.shape == ours.shape
        case .unordered(let step): return Self.sorted(theirs, step) == Self.sorted(ours, step)
        case .scan(let step):
            guard theirs.elements.count == 2, ours.elements.count == 2 else { return false }
            // How far a part of a walk goes is for each server to say.
            return theirs.elements[0].bytes != Array("0".utf8)
                || ours.elements[0].bytes != Array("0".utf8)
                || Self.sorted(theirs.elements[1], step) == Self.sorted(ours.elements[1], step)
        case .time: return Self.isSameTime(theirs, ours, since: 0)
        case .times: return Self.isClose(theirs, ours)
        case .shape: return Self.hasShape(theirs, ours)
        case .chance:
            guard theirs.shape == ours.shape else { return false }
            guard let witnessed else { return true }
            return Set(ours.texts).isSubset(of: witnessed.texts)
        }
    }

    /// Whether both are errors with the same words; bytes that are no text stand in it as each
    /// server likes.
    private static func says(_ theirs: WireReply, as ours: WireReply) -> Bool {
        guard theirs.isError, ours.isError else { return false }
        let (left, right) = (words(of: theirs), words(of: ours))
        // Of several libraries, and of several faults, each server may name another first.
        if left.hasSuffix("already exists"), right.hasSuffix("already exists") { return true }
        if left == "ERR Function not found" { return true }
        guard left != right, right.contains("\\") else { return left == right }
        return left.hasPrefix(right.prefix { $0 != "\\" })
    }

    private static func words(of error: WireReply) -> String {
        ByteString(error.bytes).printable
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
