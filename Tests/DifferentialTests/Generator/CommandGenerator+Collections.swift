import RedoubtTestSupport

extension CommandGenerator {
    mutating func list() -> Words {
        let key = name(.list)
        switch number(0..<12) {
        case 0, 1: return [one(of: ["LPUSH", "RPUSH"]), key, element(), element(), element()]
        case 2: return [one(of: ["LPUSHX", "RPUSHX"]), key, element()]
        case 3: return [one(of: ["LPOP", "RPOP"]), key]
        case 4: return [one(of: ["LPOP", "RPOP"]), key, "\(number(0..<4))"]
        case 5: return ["LSET", key, index(), element()]
        case 6: return ["LINSERT", key, one(of: ["BEFORE", "AFTER"]), element(), element()]
        case 7: return ["LREM", key, index(), element()]
        case 8: return ["LTRIM", key, index(), index()]
        case 9:
            let sides = ["LEFT", "RIGHT"]
            return ["LMOVE", key, name(), one(of: sides), one(of: sides)]
        case 10: return ["RPOPLPUSH", key, name()]
        default:
            guard kind != .redis62 else { return ["RPOP", key] }
            return ["LMPOP", "2", key, name(), "LEFT", "COUNT", "2"]
        }
    }

    mutating func set() -> Words {
        let key = name(.set)
        switch number(0..<8) {
        case 0..<3: return ["SADD", key, member(), member(), member()]
        case 3: return ["SREM", key, member(), member()]
        case 4: return ["SPOP", key] + one(of: [[], ["1"], ["2"], ["50"]])
        case 5: return ["SMOVE", key, name(), member()]
        default:
            let operation = one(of: ["SUNIONSTORE", "SINTERSTORE", "SDIFFSTORE"])
            return [operation, key, name(.set), name(.set)]
        }
    }

    mutating func hash() -> Words {
        let key = name(.hash)
        if kind == .valkey91, number(0..<3) == 0 { return fieldExpiry(key) }
        switch number(0..<8) {
        case 0..<3: return ["HSET", key, field(), value(), field(), value()]
        case 3: return ["HMSET", key, field(), value()]
        case 4: return ["HSETNX", key, field(), value()]
        case 5: return ["HINCRBY", key, field(), one(of: ["1", "-5", "4611686018427387904"])]
        case 6: return ["HINCRBYFLOAT", key, field(), "1.25"]
        default: return ["HDEL", key, field(), field()]
        }
    }

    private mutating func fieldExpiry(_ key: String) -> Words {
        switch number(0..<8) {
        case 0:
            return ["HPEXPIREAT", key, farTime()] + expiryCondition()
                + ["FIELDS", "2", field(), "f1"]
        case 1: return ["HEXPIRE", key, one(of: ["100000000", "0"]), "FIELDS", "1", field()]
        case 2: return ["HPERSIST", key, "FIELDS", "1", field()]
        case 3: return ["HSETEX", key, "EX", "100000000", "FIELDS", "1", field(), value()]
        case 4: return ["HSETEX", key, "KEEPTTL", "FIELDS", "1", field(), value()]
        case 5: return ["HGETEX", key, "PX", "100000000000", "FIELDS", "1", field()]
        case 6: return ["HGETEX", key, "PERSIST", "FIELDS", "1", field()]
        default: return ["DELIFEQ", key, value()]
        }
    }
}
