extension CommandGenerator {
    mutating func string() -> Words {
        let key = name(.string)
        switch number(0..<16) {
        case 0..<3: return ["SET", key, value()]
        case 3: return ["SET", key, value(), one(of: ["NX", "XX", "KEEPTTL"])]
        case 4: return ["SET", key, value(), "PXAT", farTime()]
        case 5: return ["SET", key, value(), "EX", "100000000"]
        case 6: return ["SETEX", key, "100000000", value()]
        case 7: return one(of: [["SETNX", key, value()], ["GETSET", key, value()]])
        case 8:
            return one(of: [
                ["GETDEL", key], ["GETEX", key, "PERSIST"], ["GETEX", key, "EX", "100000000"],
            ])
        case 9: return [one(of: ["MSET", "MSETNX"]), key, value(), name(), value()]
        case 10: return [one(of: ["INCR", "DECR"]), key]
        case 11:
            let amount = one(of: ["1", "-5", "4611686018427387904"])
            return [one(of: ["INCRBY", "DECRBY"]), key, amount]
        case 12: return ["INCRBYFLOAT", key, one(of: ["0.1", "1.5", "-3", "1e20", "3.0e3"])]
        case 13, 14: return ["APPEND", key, value()]
        default: return ["SETRANGE", key, "\(number(0..<40))", value()]
        }
    }

    mutating func bits() -> Words {
        let key = name(.string)
        switch number(0..<8) {
        case 0, 1: return ["SETBIT", key, "\(number(0..<200))", "\(number(0..<2))"]
        case 2, 3: return bitField(key)
        case 4: return ["BITOP", one(of: ["AND", "OR", "XOR"]), key, name(), name()]
        case 5: return ["BITOP", "NOT", key, name()]
        default: return hyperLogLog()
        }
    }

    /// HyperLogLogs have keys of their own: what servers do with one whose bits were changed by
    /// hand depends on the version.
    private mutating func hyperLogLog() -> Words {
        let keys = ["h0", "h1", "h2"]
        switch number(0..<5) {
        case 0..<3: return ["PFADD", one(of: keys)] + (0..<number(0..<6)).map { _ in value() }
        case 3: return ["PFMERGE", one(of: keys), one(of: keys), one(of: keys)]
        default: return one(of: [["PFCOUNT", one(of: keys)], ["DEL", one(of: keys)]])
        }
    }

    private mutating func bitField(_ key: String) -> Words {
        [
            "BITFIELD", key, "SET", "u8", "\(number(0..<50))", "\(number(0..<300))",
            "INCRBY", "i5", "\(number(0..<50))", "\(number(-9..<9))",
            "OVERFLOW", one(of: ["SAT", "WRAP"]),
            "INCRBY", "u3", "#\(number(0..<9))", "\(number(-5..<9))",
        ]
    }
}
