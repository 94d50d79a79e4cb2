import RedoubtBytes
import RedoubtCommands
import RedoubtKeyspace
import RedoubtValues
import Testing

/// Repeats itself for a seed, so that a failure can be played again.
private struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }
}

@Suite("Hostile arguments")
struct HostileArgumentTests {
    private static let keys: [ByteString] = [
        "text", "number", "list", "set", "sorted", "places", "hash", "stream", "log", "missing",
    ]

    private static let values: [ByteString] = [
        "", "0", "1", "-1", "2", "7", "64", "9223372036854775807", "-9223372036854775808",
        "18446744073709551615", "1e308", "-1e308", "nan", "inf", "-inf", "0.5", "1-1", "0-0", "-",
        "+",
        "18446744073709551615-18446744073709551615", "5-*", "*", "$", "#", "[a", "(a", "(1", "i64",
        "u63", "i1", "#9223372036854775807", "a", "b", "\r\n", "g", "c", "p*->f",
    ]

    private static let words: [ByteString] = [
        "NX", "XX", "GT", "LT", "CH", "INCR", "EX", "PX", "PXAT", "EXAT", "KEEPTTL", "GET", "SET",
        "INCRBY", "OVERFLOW", "SAT", "FAIL", "LIMIT", "COUNT", "ANY", "STORE", "STOREDIST", "ASC",
        "DESC", "ALPHA", "BY", "WITHSCORES", "WEIGHTS", "AGGREGATE", "MIN", "MAX", "SUM", "BYSCORE",
        "BYLEX", "REV", "LEFT", "RIGHT", "BEFORE", "AFTER", "FIELDS", "MAXLEN", "MINID", "~", "=",
        "NOMKSTREAM", "MKSTREAM", "KEEPREF", "DELREF", "ACKED", "IDS", "IDMP", "IDMPAUTO", "CREATE",
        "SETID", "DESTROY", "CREATECONSUMER", "DELCONSUMER", "ENTRIESREAD", "ENTRIESADDED",
        "MAXDELETEDID", "TIME", "IDLE", "RETRYCOUNT", "FORCE", "JUSTID", "LASTID", "SILENT",
        "FATAL", "FROMMEMBER", "FROMLONLAT", "BYRADIUS", "BYBOX", "km", "m", "TODENSE", "REPLACE",
        "DB", "ABSTTL", "AND", "NOT", "XOR", "DIFF", "ONE",
    ]

    private func dataset(_ profile: ServerProfile) throws -> Replayed {
        let data = Replayed(profile)
        data.context.stringCountMax = 1 << 16
        for line in [
            "SET text a", "SET number 5", "RPUSH list a b c", "SADD set a b 1",
            "GEOADD places 1 1 a 2 2 b", "GEOADD sorted 3 3 a", "HSET hash a 1 b 2",
            "XADD stream 1-1 a b", "XADD stream 5-0 a b", "XGROUP CREATE stream g 0",
            "XCLAIM stream g c 0 1-1 FORCE", "PFADD log a b",
        ] {
            try data.run(line)
        }
        return data
    }

    @Test("whatever the arguments are, a command runs or is refused", arguments: 0..<6)
    func neverTraps(_ seed: Int) throws {
        let profiles = [
            ServerProfile(.redis, 6, 2), ServerProfile(.redis, 7, 0), ServerProfile(.redis, 8, 8),
            ServerProfile(.valkey, 9, 1),
        ]
        var generator = SeededGenerator(state: UInt64(seed))
        let data = try dataset(profiles[seed % profiles.count])
        var ran = 0
        for _ in 0..<200 {
            for command in CommandTable.standard.commands {
                let words = Self.words(for: command, &generator)
                do {
                    try data.run(words)
                    ran += 1
                } catch let error as CommandError {
                    // No value of the dataset is damaged.
                    #expect(error.code != .damaged, "\(command.name)")
                }
            }
        }
        #expect(ran > 1000)
    }

    private static func words(
        for command: Command,
        _ generator: inout SeededGenerator
    ) -> [ByteString] {
        let least = abs(command.arity)
        let extra = command.arity < 0 ? Int.random(in: 0...6, using: &generator) : 0
        var words = [ByteString(command.name)]
        while words.count < least + extra {
            let pool =
                switch Int.random(in: 0..<10, using: &generator) {
                case 0..<(words.count == 1 ? 8 : 2): keys
                case 2..<6: values
                default: Self.words
                }
            words.append(pool[Int.random(in: 0..<pool.count, using: &generator)])
        }
        return words
    }
}
