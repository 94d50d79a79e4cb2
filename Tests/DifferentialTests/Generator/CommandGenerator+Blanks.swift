/// What stands in the blanks of templates.
extension CommandGenerator {
    /// Families of commands, each with two keys that it prefers.
    private static let preferred = ["s": 0, "l": 2, "t": 4, "z": 6, "h": 8, "x": 10]
    /// The keys; two are not text.
    static let keys =
        ["k0", "k1", "k2", "k3", "k4", "k\u{FF}\u{0}\r\n", "k6", "k7", "k8", "k9", "k10", "k 11"]
    /// HyperLogLogs have keys of their own: what servers do with one whose bits were changed by
    /// hand depends on the version.
    static let counterKeys = ["h0", "h1", "h2"]
    /// One byte more than the compact encodings take.
    private static let long = String(repeating: "x", count: 65)
    private static let longest = String(repeating: "y", count: 5000)
    /// The first nodes of packed lists count in 16 bits, lengths in 7, 12 and 13.
    private static let elements = [
        "a", "b", "c", "d", "e", "1", "2", "-3", "100", " 1", "", "a\u{0}\u{FF}", long,
        String(repeating: "z", count: 140), "9223372036854775807", "-9223372036854775808",
    ]

    mutating func blank(_ name: String) -> String {
        if let first = Self.preferred[name] {
            return number(0..<5) == 0 ? blank("k") : Self.keys[first + number(0..<2)]
        }
        switch name {
        case "k": return one(of: Self.keys)
        // What a range by text takes of different scores is chance in a skip list.
        case "lex": return one(of: ["e0", "e1"])
        case "p": return one(of: Self.counterKeys)
        case "v": return value()
        case "m", "e": return one(of: Self.elements)
        case "f": return one(of: ["f1", "f2", "f3", "f4", "1", "\u{80}", Self.long])
        case "sc": return score()
        case "i": return one(of: ["0", "1", "-1", "2", "3", "-2", "5", "-5", "100"], or: edges)
        case "n": return one(of: ["1", "-1", "2", "5", "-5", "10", "0", "3"], or: edges)
        case "fl":
            return one(
                of: ["0.1", "1.5", "-3", "1e20", "3.0e3", "0", "1", "-0.25"],
                or: floatEdges
            )
        case "count": return one(of: ["0", "1", "2", "3", "50"])
        case "off": return one(of: ["\(number(0..<200))"], or: ["4294967296", "-1"])
        case "db": return "\(number(0..<3))"
        default: return time(name) ?? place(name) ?? stream(name) ?? code(name)
        }
    }

    private var edges: [String] {
        [
            "9223372036854775807", "-9223372036854775808", "9223372036854775808",
            "4611686018427387904", "70368744177664", "2147483648", "4294967296", "1.0", "", "x",
        ]
    }

    private var floatEdges: [String] {
        ["inf", "-inf", "nan", "1e308", "-1e308", "1e-308", "0x10", "", "x", "1e400"]
    }

    /// Mostly one of the choices.
    private mutating func one(of choices: [String], or others: [String]) -> String {
        one(of: number(0..<12) == 0 ? others : choices)
    }

    private mutating func value() -> String {
        switch number(0..<20) {
        case 0..<8:
            one(of: [
                "0", "1", "-1", "5", "127", "128", "300", "-5000", "70000", "2147483648",
                "1099511627776", "4611686018427387904", "-9223372036854775808",
                "9223372036854775807",
            ])
        case 8..<14:
            one(of: ["a", "b", "dd", "", "0.1", "1e3", "-0", "007", " 1", Self.long, "\u{0}\u{FF}"])
        case 14: Self.longest
        default:
            String(repeating: one(of: ["a", "bc", "abc"]), count: number(0..<40))
        }
    }

    private mutating func score() -> String {
        one(
            of: [
                "0", settings.hasNegativeZero ? "-0.0" : "0", "1", "-1", "1.5", "0.1", "3.3333",
                "1e17", "inf", "-inf", "1e-7", "123456789012", "2e300", "9007199254740993",
            ],
            or: ["nan", "1e308", "-1e308", "5e-324", "x", "", "+inf", "1.7976931348623157e308"]
        )
    }

    private mutating func time(_ name: String) -> String? {
        switch name {
        // Times of 2100 or later.
        case "far":
            one(
                of: ["\(4_102_444_800_000 + number(0..<1_000_000))"],
                or: ["70368744177664", "9223372036854775807", "9223372036854775808"]
            )
        case "fars":
            one(of: ["\(4_102_444_800 + number(0..<1000))"], or: ["9223372036854775807"])
        case "rel": one(of: ["100000000"], or: ["9223372036854775807", "-1", "0"])
        case "past": one(of: ["1", "0", "-1", "-9223372036854775808"])
        default: nil
        }
    }

    private mutating func place(_ name: String) -> String? {
        switch name {
        case "lon":
            one(
                of: ["\(Double(number(-1_799_999..<1_799_999)) / 10_000)"],
                or: ["180", "0", "181"]
            )
        case "lat":
            one(of: ["\(Double(number(-849_999..<849_999)) / 10_000)"], or: ["85.05", "0", "86"])
        case "unit": one(of: ["m", "km", "ft", "mi"])
        case "radius": one(of: ["5000", "9000", "1.5", "20000", "1e6"], or: ["-1", "0", "1e10"])
        case "low": one(of: ["-inf", "(1", "0", "(-inf", "1.5"], or: ["nan", "x"])
        case "high": one(of: ["+inf", "(3", "2", "inf", "(0"], or: ["nan", "x"])
        case "lexlow": one(of: ["-", "[a", "(b", "[", "[1"], or: ["+", "x"])
        case "lexhigh": one(of: ["+", "[c", "(d", "[x", "(2"], or: ["-", "x"])
        case "weight":
            one(of: settings.hasNegativeZero ? ["2", "0.5", "-1", "0"] : ["2", "0.5", "1", "3"])
        case "type":
            one(of: ["u8", "i5", "u3", "i64", "u63", "i1", "u1"], or: ["u64", "i65", "x"])
        case "pattern": one(of: ["k*", "k1*", "#", "nokey", "k8->f1", "*->f2"])
        default: nil
        }
    }

    private mutating func stream(_ name: String) -> String? {
        switch name {
        case "id":
            one(
                of: ["\(number(1..<30))-\(number(0..<4))", "\(number(1..<30))"],
                or: ["0-0", "18446744073709551615-18446744073709551614", "-", "1-", "x"]
            )
        case "behind": "(\(number(1..<30))-\(number(0..<4))"
        case "part": "\(number(1..<30))-*"
        case "late": "9999999999999-\(number(0..<9))"
        case "g": one(of: ["g1", "g2"])
        case "c": one(of: ["c1", "c2", "c3"])
        default: nil
        }
    }

    private mutating func code(_ name: String) -> String {
        switch name {
        case "payload": damaged(payloads)
        case "libraries": damaged(libraries)
        case "library": Scripts.library(number(1..<3), version: number(0..<3))
        case "name": one(of: ["lib1", "lib2", "lib3"])
        case "function": one(of: ["set1", "set2", "push1", "push2", "none"])
        case "script": one(of: Scripts.all)
        case "reading": "return redis.call('GET', KEYS[1])"
        default: preconditionFailure("no blank has the name \(name)")
        }
    }

    /// Mostly sound.
    private mutating func damaged(_ choices: [String]) -> String {
        guard !choices.isEmpty else { return "" }
        let choice = one(of: choices)
        guard number(0..<10) == 0, !choice.isEmpty else { return choice }
        var scalars = Array(choice.unicodeScalars)
        let place = number(0..<scalars.count)
        scalars[place] = Unicode.Scalar(UInt8(scalars[place].value) ^ 0x11)
        return String(String.UnicodeScalarView(scalars))
    }
}

/// Scripts and functions that write.
enum Scripts {
    static let all = [
        "return redis.call('SET', KEYS[1], ARGV[1])",
        "redis.call('RPUSH', KEYS[1], ARGV[1], ARGV[1]) return redis.call('LPOP', KEYS[1])",
        "for i = 1, 3 do redis.call('INCR', KEYS[1]) end return 1",
        "return redis.pcall('SADD', KEYS[1], ARGV[1], 'a')",
        "redis.call('ZADD', KEYS[1], 1.5, ARGV[1]) error('behind a write')",
        "redis.call('HSET', KEYS[1], 'f1', ARGV[1]) redis.call('DEL', KEYS[2])",
        "local v = redis.call('GET', KEYS[1]) if v then redis.call('APPEND', KEYS[2], v) end",
    ]

    static func library(_ number: Int, version: Int) -> String {
        guard version > 0 else { return "return \(number)" }
        return "#!lua name=lib\(number)\n-- version \(version)\n"
            + "redis.register_function('set\(number)', function(keys, args) "
            + "return redis.call('SET', keys[1], args[1]) end)\n"
            + "redis.register_function('push\(number)', function(keys, args) "
            + "return redis.call('RPUSH', keys[1], args[1]) end)\n"
            + "redis.register_function{function_name='get\(number)', flags={'no-writes'}, "
            + "callback=function(keys, args) return redis.call('GET', keys[1]) end}"
    }
}
