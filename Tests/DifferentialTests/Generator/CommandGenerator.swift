import RedoubtBytes
import RedoubtTestSupport

/// Makes random commands over a dozen keys, so that they meet each other and values of other kinds.
///
/// What a log cannot tell is left out: times that pass during the run, and the order in which
/// `SORT … BY … ALPHA` puts equal texts of a set, which depends on the server's process. Since 7.0
/// some commands that fail or change nothing, and so are not logged, turn a compact sorted set into
/// a skip list, where −0 keeps its sign: a `SORT` by number, and in Valkey 9 a `ZADD XX` of a long
/// member that is not there. A run has either those or −0.
struct CommandGenerator {
    let kind: LiveServer.Kind
    /// Whether scores may be −0; `SORT` by number and `ZADD XX` are then left out.
    let hasNegativeZero: Bool
    private var random: SeededGenerator

    init(seed: UInt64, for kind: LiveServer.Kind) {
        self.kind = kind
        hasNegativeZero = seed & 8 == 0
        random = SeededGenerator(seed: seed)
    }

    typealias Words = [String]

    /// The next command.
    mutating func next() -> [ByteString] {
        words().map { ByteString($0) }
    }

    private mutating func words() -> Words {
        switch number(0..<100) {
        case 0: database()
        case 1..<5: ["SELECT", "\(number(0..<3))"]
        case 5..<20: string()
        case 20..<30: bits()
        case 30..<42: key()
        case 42..<54: list()
        case 54..<62: set()
        case 62..<76: sortedSet()
        case 76..<85: hash()
        default: stream()
        }
    }

    // MARK: Parts of commands

    mutating func number(_ range: Range<Int>) -> Int {
        Int.random(in: range, using: &random)
    }

    mutating func one(of choices: [String]) -> String {
        choices[number(0..<choices.count)]
    }

    mutating func one(of choices: [Words]) -> Words {
        choices[number(0..<choices.count)]
    }

    /// Families of commands, each with two keys that it prefers.
    enum Family: Int {
        case string, list, set, sortedSet, hash, stream
    }

    /// A key, mostly one that holds the family's kind of value.
    mutating func name(_ family: Family) -> String {
        number(0..<5) == 0 ? name() : "k\(2 * family.rawValue + number(0..<2))"
    }

    /// Any key.
    mutating func name() -> String { "k\(number(0..<12))" }

    mutating func value() -> String {
        switch number(0..<10) {
        case 0..<4:
            one(of: [
                "0", "1", "-1", "5", "127", "128", "300", "-5000", "70000", "2147483648",
                "1099511627776", "4611686018427387904", "-9223372036854775808",
                "9223372036854775807",
            ])
        case 4..<7:
            one(of: ["a", "b", "dd", "", "0.1", "1e3", "-0", "007", " 1", Self.long])
        default:
            String(repeating: one(of: ["a", "bc", "abc"]), count: number(0..<40))
        }
    }

    /// One byte more or less than the compact encodings take.
    static let long = String(repeating: "x", count: 65)

    mutating func member() -> String {
        one(of: ["a", "b", "c", "d", "e", "1", "2", "-3", "100", Self.long, ""])
    }

    /// An element of a list: few, so that they are found again.
    mutating func element() -> String { one(of: ["a", "b", "c", "1", "-3", " 1", "", Self.long]) }

    mutating func field() -> String { one(of: ["f1", "f2", "f3", "f4", "1", Self.long]) }

    mutating func score() -> String {
        one(of: [
            "0", hasNegativeZero ? "-0.0" : "0", "1", "-1", "1.5", "0.1", "3.3333", "1e17", "inf",
            "-inf", "1e-7",
            "123456789012", "2e300",
        ])
    }

    mutating func index() -> String {
        one(of: ["0", "1", "-1", "2", "3", "-2", "5", "-5", "100"])
    }

    /// A time of 2100 or later, in milliseconds.
    mutating func farTime() -> String { "\(4_102_444_800_000 + number(0..<1_000_000))" }

    /// What may stand behind an expiry; Redis 6.2 has no conditions there.
    mutating func expiryCondition() -> Words {
        kind == .redis62 ? [] : one(of: [[], ["NX"], ["XX"], ["GT"], ["LT"]])
    }
}
