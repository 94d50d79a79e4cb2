import DequeModule
import RedoubtBytes
import RedoubtCommands

/// The commands that took long, the last one first.
struct SlowLog: Sendable {
    /// One command.
    struct Entry: Sendable {
        let id: Int
        let seconds: Int64
        let microseconds: Int64
        let words: [ByteString]
        let peer: String
        let name: ByteString

        fileprivate var byteCount: Int { words.reduce(64) { $0 + $1.count + 32 } }

        /// In the form of `SLOWLOG GET`.
        var reply: Reply {
            .array([
                .count(id), .integer(seconds), .integer(microseconds),
                .array(words.map { .bulk($0) }), .bulk(ByteString(peer)), .bulk(name),
            ])
        }
    }

    /// The oldest one first.
    private(set) var entries: Deque<Entry> = []
    private var byteCount = 0
    private var nextID = 0

    /// Whatever the setting for their number: what all entries together may take.
    private static let byteCountMax = 16 << 20

    /// Adds a command.
    mutating func add(
        _ words: [ByteString],
        microseconds: Int64,
        of session: Session,
        atMs nowMs: Int64,
        countMax: Int
    ) {
        let entry = Entry(
            id: nextID,
            seconds: nowMs / 1000,
            microseconds: microseconds,
            words: words,
            peer: session.peer,
            name: session.name
        )
        nextID += 1
        entries.append(entry)
        byteCount += entry.byteCount
        trim(to: countMax)
    }

    /// Forgets the oldest ones that are too many.
    mutating func trim(to countMax: Int) {
        while entries.count > countMax || byteCount > Self.byteCountMax,
            let oldest = entries.popFirst()
        {
            byteCount -= oldest.byteCount
        }
    }

    /// Forgets all.
    mutating func removeAll() {
        entries = []
        byteCount = 0
    }

    private static let wordCountMax = 32
    private static let wordLengthMax = 128

    /// The words of a request as they are kept: shortened, and without passwords.
    static func words(_ arguments: borrowing Arguments) -> [ByteString] {
        let hidden = hiddenArguments(arguments)
        var words: [ByteString] = []
        let shown = min(arguments.count, wordCountMax)
        for index in 0..<shown {
            if index == wordCountMax - 1, arguments.count > wordCountMax {
                words.append(ByteString("... (\(arguments.count - index) more arguments)"))
            } else if hidden.contains(index) {
                words.append("(redacted)")
            } else {
                words.append(shortened(arguments[index]))
            }
        }
        return words
    }

    private static func shortened(_ word: RawSpan) -> ByteString {
        guard word.byteCount > wordLengthMax else { return ByteString(word) }
        let rest = "... (\(word.byteCount - wordLengthMax) more bytes)"
        return ByteString(word.extracting(0..<wordLengthMax).array + Array(rest.utf8))
    }

    private static func hiddenArguments(_ arguments: borrowing Arguments) -> Range<Int> {
        if arguments.matches(0, "AUTH") { return 1..<arguments.count }
        if arguments.matches(0, "HELLO") { return min(2, arguments.count)..<arguments.count }
        guard arguments.matches(0, "CONFIG"), arguments.count > 3 else { return 0..<0 }
        for index in 2..<arguments.count - 1 where arguments.matches(index, "REQUIREPASS") {
            return index + 1..<index + 2
        }
        return 0..<0
    }
}
