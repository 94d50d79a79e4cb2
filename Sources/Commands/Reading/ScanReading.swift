import RedoubtBytes
import RedoubtCodecs
import RedoubtKeyspace
import RedoubtValues

/// `HSCAN`, `SSCAN` and `ZSCAN`: walking over the elements of a value.
enum ScanReading {
    /// Values of no more elements are answered whole, as servers do with compact ones.
    private static let wholeCountMax = 128

    static let all: [Command] = [
        ReadingCommands.reading("SSCAN", arity: -3, since: "2.8") {
            (context, arguments) throws(CommandError) in
            try context.requireServing("SSCAN")
            let cursor = try ScanOptions.cursor(arguments, 2)
            guard let set = try context.value(SetValue.self, at: arguments[1]) else { return none }
            let options = try ScanOptions(arguments, cursor, behind: 2)
            return walk(set.members, options) { (member, _) in [.bulk(member)] }
        },
        ReadingCommands.reading("HSCAN", arity: -3, since: "2.8") {
            (context, arguments) throws(CommandError) in
            try context.requireServing("HSCAN")
            let cursor = try ScanOptions.cursor(arguments, 2)
            guard let hash = try context.value(HashValue.self, at: arguments[1]) else {
                return none
            }
            let options = try ScanOptions(arguments, cursor, behind: 2)
            return walk(hash.fields, options) { (field, value) in
                [.bulk(field), .bulk(value.value)]
            }
        },
        ReadingCommands.reading("ZSCAN", arity: -3, since: "2.8") {
            (context, arguments) throws(CommandError) in
            try context.requireServing("ZSCAN")
            let cursor = try ScanOptions.cursor(arguments, 2)
            guard let set = try context.value(SortedSetValue.self, at: arguments[1]) else {
                return none
            }
            let options = try ScanOptions(arguments, cursor, behind: 2)
            let isPacked = set.isCompact && context.profile.isAtLeast(redis: 7, 0)
            return walk(set.scores, options) { (member, score) in
                [.bulk(member), .bulk(text(of: score, isPacked: isPacked))]
            }
        },
    ]

    private static let none = Reply.array([.bulk("0"), .array([])])

    /// A score in digits; a compact set since 7.0 holds whole ones as integers.
    private static func text(of score: Double, isPacked: Bool) -> ByteString {
        if isPacked, score.magnitude <= 0x1p62, let whole = Int64(exactly: score) {
            return ByteString(decimal: whole)
        }
        var digits = ByteBuilder(capacity: 32)
        ScoreText.appendLong(score, to: &digits)
        return ByteString(digits.bytes)
    }

    private static func walk<Value>(
        _ table: ByteTable<Value>,
        _ options: ScanOptions,
        _ reply: (ByteString, Value) -> [Reply]
    ) -> Reply {
        var found: [Reply] = []
        let isWhole = table.count <= wholeCountMax
        var left = isWhole ? Int.max : options.count
        var cursor = isWhole ? table.positions.count : options.start(in: table.positions.count)
        while cursor > 0, left > 0 {
            cursor -= 1
            guard let entry = table.entry(at: cursor) else { continue }
            left -= 1
            if options.takes(entry.key) { found += reply(entry.key, entry.value) }
        }
        return .array([.bulk(ByteString(decimal: Int64(cursor))), .array(found)])
    }
}

/// `cursor [MATCH pattern] [COUNT n] [TYPE name]`.
struct ScanOptions {
    private let cursor: UInt64
    /// Cursors from here on stand for keys that are still in the snapshot.
    private static let coldStart: UInt64 = 1 << 48
    private(set) var count = 10
    private var pattern: ByteString?
    private var type: String?

    /// The place among the keys in the snapshot at which a walk goes on; nil if it has left them.
    var coldPosition: ColdPosition? {
        if cursor == 0 { return .start }
        return cursor >= Self.coldStart ? ColdPosition(rawValue: cursor - Self.coldStart) : nil
    }

    /// The cursor for a place among the keys in the snapshot.
    static func cursor(_ position: ColdPosition) -> Int64 {
        Int64(clamping: coldStart + position.rawValue)
    }

    /// A cursor; like the servers' own parser this one takes a minus for counting down from 2⁶⁴.
    static func cursor(
        _ arguments: borrowing Arguments,
        _ place: Int
    ) throws(CommandError) -> UInt64 {
        let text = String(decoding: arguments[place].array, as: UTF8.self)
        if let cursor = text.isEmpty ? 0 : UInt64(text) { return cursor }
        guard text.first == "-", let cursor = UInt64(text.dropFirst()) else {
            throw CommandError("invalid cursor")
        }
        return 0 &- cursor
    }

    init(
        _ arguments: borrowing Arguments,
        _ cursor: UInt64,
        behind place: Int,
        knowsTypes: Bool = false
    ) throws(CommandError) {
        self.cursor = cursor
        var index = place + 1
        while index < arguments.count {
            let value = try arguments.value(after: index)
            if arguments.matches(index, "COUNT") {
                let number = try arguments.integer(value)
                guard number > 0 else { throw .syntax }
                count = Int(number)
            } else if arguments.matches(index, "MATCH") {
                pattern = arguments.bytes(value)
            } else if knowsTypes, arguments.matches(index, "TYPE") {
                type = String(decoding: arguments[value].array, as: UTF8.self).lowercased()
            } else {
                throw .syntax
            }
            index += 2
        }
    }

    /// The position behind the first that is looked at, in a table of so many.
    func start(in count: Int) -> Int {
        cursor == 0 ? count : Int(min(cursor, UInt64(count)))
    }

    /// The place among the entries at which a walk goes on; nil if it begins there now.
    var entryPosition: Int? {
        coldPosition == nil ? Int(clamping: cursor) : nil
    }

    func takes(_ name: ByteString) -> Bool {
        pattern.map { GlobPattern.matches($0, name) } ?? true
    }

    func takes(_ kind: ValueKind) -> Bool {
        type.map { $0 == kind.name } ?? true
    }
}
