import RedoubtBytes
import RedoubtTestSupport

/// Fills a server through commands: every type, small and large, with the values that files find
/// hardest to say.
enum LiveContent {
    /// Texts that are integers, look like integers, are empty, long or no text at all.
    static let oddTexts: [ByteString] =
        [
            "", "0", "-0", "+1", "007", " 1", "1.0", "-1", "12", "13", "127", "128", "-128", "-129",
            "4095", "4096", "32767", "32768", "8388608", "2147483647", "2147483648",
            "9223372036854775807", "-9223372036854775808", "9223372036854775808", "inf", "nan",
        ] + [
            ByteString([0, 255, 10, 13]), ByteString([UInt8](repeating: 120, count: 64)),
            ByteString([UInt8](repeating: 121, count: 65)),
            ByteString([UInt8](repeating: 122, count: 20_000)),
        ]

    /// Scores of both signs, at the limits, and such as are written differently by versions.
    static let oddScores: [ByteString] = [
        "0", "-0", "0.1", "3.3333333333333335", "1e17", "-1e17", "66468114396530624", "1e300",
        "5e-324", "inf", "-inf", "4611686018427387904", "9007199254740993", "123456.789", "1e-7",
    ]

    static func commands(for target: ServerTarget) -> [[ByteString]] {
        var commands = strings + lists + sets + sortedSets + hashes + streams
        if target == .valkey91 { commands += fieldExpiries }
        if target != .redis62 { commands.append(["FUNCTION", "LOAD", library]) }
        return commands + changes
    }

    private static let library: ByteString =
        "#!lua name=live\nredis.register_function('answer', function() return 42 end)"

    private static func words(_ count: Int, size: Int = 0) -> [ByteString] {
        (0..<count).map { number in
            ByteString(String(repeating: "x", count: size) + "\(number)")
        }
    }

    private static func pairs(_ fields: [ByteString]) -> [ByteString] {
        fields.flatMap { field -> [ByteString] in [field, "value"] }
    }

    private static var strings: [[ByteString]] {
        oddTexts.enumerated().map { ["SET", ByteString("string:\($0)"), $1] } + [
            ["SET", "", "the empty key"], ["SET", "expiring", "1", "PXAT", "4102444800123"],
            ["INCR", "counter"], ["INCRBYFLOAT", "float", "0.1"], ["INCRBYFLOAT", "float", "0.2"],
            ["APPEND", "counter", "23"], ["SETRANGE", "padded", "30", "end"],
            ["SETBIT", "bits", "77", "1"], ["PFADD", "sparse"] + words(50),
            ["PFADD", "dense"] + words(3000), ["PFMERGE", "both", "sparse", "dense"],
        ]
    }

    private static var lists: [[ByteString]] {
        [
            ["RPUSH", "list:odd"] + oddTexts, ["RPUSH", "list:many"] + words(2000),
            ["LPUSH", "list:wide"] + words(300, size: 100), ["LREM", "list:many", "0", "7"],
            ["LINSERT", "list:many", "BEFORE", "12", "inserted"], ["RPOP", "list:many"],
        ]
    }

    private static var sets: [[ByteString]] {
        [
            ["SADD", "set:odd"] + oddTexts, ["SADD", "set:integers"] + words(512),
            ["SADD", "set:more"] + words(513), ["SADD", "set:128"] + words(128, size: 1),
            ["SADD", "set:129"] + words(129, size: 1), ["SREM", "set:more", "1", "2"],
            ["SUNIONSTORE", "set:all", "set:odd", "set:128"],
        ]
    }

    private static var sortedSets: [[ByteString]] {
        let odd = zip(oddScores, words(oddScores.count)).flatMap { pair in [pair.0, pair.1] }
        let zeros = words(140).flatMap { member -> [ByteString] in ["-0", member] }
        return [
            ["ZADD", "zset:odd"] + odd, ["ZADD", "zset:zeros"] + zeros,
            ["ZADD", "zset:wide"] + odd + ["-0", ByteString([UInt8](repeating: 1, count: 65))],
            ["ZREMRANGEBYRANK", "zset:zeros", "0", "9"], ["ZINCRBY", "zset:odd", "0.2", "2"],
            ["ZINCRBY", "zset:odd", "-0", "new"], ["ZUNIONSTORE", "zset:u", "1", "zset:zeros"],
            ["GEOADD", "places", "13.361389", "38.115556", "Palermo", "-0.1", "51.5", "London"],
        ]
    }

    private static var hashes: [[ByteString]] {
        let odd = zip(words(oddTexts.count), oddTexts).flatMap { pair in [pair.0, pair.1] }
        return [
            ["HSET", "hash:odd"] + odd, ["HSET", "hash:small", "field", "1", "", ""],
            ["HSET", "hash:512"] + pairs(words(512)),
            ["HSET", "hash:513"] + pairs(words(513)),
            ["HINCRBY", "hash:small", "field", "41"], ["HDEL", "hash:513", "3"],
            ["HINCRBYFLOAT", "hash:small", "float", "1.25"], ["PEXPIRE", "hash:512", "99999999"],
        ]
    }

    private static var streams: [[ByteString]] {
        let added = (1...230).map { number -> [ByteString] in
            let names: [ByteString] =
                number % 7 == 0
                ? ["other", "1", "", "-0"] : ["a", ByteString("\(number)"), "b", "text"]
            return ["XADD", "stream", ByteString("\(number / 3 + 1)-\(number)")] + names
        }
        return added + [
            ["XDEL", "stream", "1-1", "5-13", "40-118"], ["XTRIM", "stream", "MAXLEN", "200"],
            ["XGROUP", "CREATE", "stream", "workers", "0"],
            ["XREADGROUP", "GROUP", "workers", "one", "COUNT", "20", "STREAMS", "stream", ">"],
            ["XREADGROUP", "GROUP", "workers", "two", "COUNT", "5", "STREAMS", "stream", ">"],
            ["XACK", "stream", "workers", "12-34", "12-35"],
            ["XCLAIM", "stream", "workers", "three", "0", "13-36", "13-37"],
            ["XGROUP", "CREATECONSUMER", "stream", "workers", "idle"],
            ["XGROUP", "CREATE", "stream", "late", "$"],
            ["XGROUP", "CREATE", "empty stream", "group", "$", "MKSTREAM"],
            ["XADD", "emptied", "7-7", "a", "b"], ["XDEL", "emptied", "7-7"],
            ["XADD", "sized", "MAXLEN", "~", "50", "8-1", "a", "b"],
        ]
    }

    private static var fieldExpiries: [[ByteString]] {
        [
            ["HSET", "hash:ttl"] + pairs(words(20)),
            ["HPEXPIREAT", "hash:ttl", "4102444800123", "FIELDS", "2", "3", "4"],
            ["HEXPIRE", "hash:513", "99999999", "FIELDS", "1", "500"],
            ["HSETEX", "hash:ttl", "EX", "99999999", "FIELDS", "1", "new", "value"],
            ["HPERSIST", "hash:ttl", "FIELDS", "1", "3"],
        ]
    }

    /// Databases, transactions, and what moves keys about.
    private static var changes: [[ByteString]] {
        [
            ["SELECT", "3"], ["SET", "elsewhere", "1"], ["MULTI"], ["INCR", "elsewhere"],
            ["RPUSH", "queue", "1", "2"], ["EXEC"], ["COPY", "queue", "copied", "DB", "9"],
            ["EXPIREAT", "queue", "4102444800"], ["RENAME", "queue", "renamed"],
            ["SELECT", "0"], ["SWAPDB", "3", "4"], ["DEL", "string:3"],
            ["PERSIST", "hash:512"], ["SORT", "list:many", "ALPHA", "STORE", "sorted"],
        ]
    }
}
