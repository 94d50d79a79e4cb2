extension CommandGenerator {
    mutating func database() -> Words {
        one(of: [
            ["SWAPDB", "0", "1"], ["SWAPDB", "1", "2"], ["FLUSHDB"], ["FLUSHALL"],
            ["SELECT", "0"], ["SELECT", "1"], ["SELECT", "0"],
        ])
    }

    mutating func key() -> Words {
        let key = name()
        switch number(0..<12) {
        case 0: return ["DEL", key, name()]
        case 1: return ["UNLINK", key]
        case 2: return ["EXPIRE", key, "100000000"] + expiryCondition()
        case 3: return ["PEXPIREAT", key, farTime()] + expiryCondition()
        case 4: return ["EXPIRE", key, one(of: ["-1", "0"])]
        case 5: return ["PERSIST", key]
        case 6: return [one(of: ["RENAME", "RENAMENX"]), key, name()]
        case 7, 8:
            let options: [Words] = [[], ["REPLACE"], ["DB", "1"], ["DB", "1", "REPLACE"]]
            return ["COPY", key, name()] + one(of: options)
        case 9: return ["MOVE", key, "\(number(0..<3))"]
        default: return sort(key)
        }
    }

    private mutating func sort(_ key: String) -> Words {
        let safe: [Words] = [["ALPHA"], ["ALPHA", "DESC"], ["BY", "nosort"]]
        let numeric: [Words] = [
            [], ["DESC"], ["LIMIT", "1", "3"], ["BY", "k*", "GET", "#", "GET", "k*"],
        ]
        let options = hasNegativeZero ? safe : safe + numeric
        return ["SORT", key, "STORE", name()] + one(of: options)
    }
}
