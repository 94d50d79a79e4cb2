import RedoubtTestSupport

extension CommandGenerator {
    mutating func sortedSet() -> Words {
        let key = name(.sortedSet)
        switch number(0..<16) {
        case 0..<4:
            let flags: [Words] = [[], ["NX"], ["GT"], ["LT"], ["CH"]]
            let updates: [Words] = hasNegativeZero ? [] : [["XX"], ["XX", "GT"]]
            return ["ZADD", key] + one(of: flags + updates) + [
                score(), member(), score(), member(),
            ]
        case 4: return ["ZADD", key, "INCR", score(), member()]
        case 5: return ["ZINCRBY", key, score(), member()]
        case 6: return ["ZREM", key, member()]
        case 7: return ["ZREMRANGEBYRANK", key, index(), index()]
        case 8:
            let (low, high) = (one(of: ["-inf", "(1", "0"]), one(of: ["+inf", "(3", "2"]))
            return ["ZREMRANGEBYSCORE", key, low, high]
        case 9: return [one(of: ["ZPOPMIN", "ZPOPMAX"]), key, "\(number(1..<3))"]
        case 10: return combination(key)
        case 11: return ["ZDIFFSTORE", key, "2", name(.sortedSet), name(.sortedSet)]
        case 12:
            return ["ZRANGESTORE", key, name(.sortedSet), index(), index()]
                + one(of: [[], ["REV"]])
        case 13:
            return [
                "ZRANGESTORE", key, name(.sortedSet), "-inf", "+inf", "BYSCORE", "LIMIT", "1", "3",
            ]
        default: return position(key)
        }
    }

    private mutating func combination(_ key: String) -> Words {
        let options: [Words] = [
            [], ["WEIGHTS", "2", "0.5"], ["AGGREGATE", "MIN"], ["AGGREGATE", "MAX"],
        ]
        let operation = one(of: ["ZUNIONSTORE", "ZINTERSTORE"])
        return [operation, key, "2", name(.sortedSet), name(.sortedSet)] + one(of: options)
    }

    private mutating func position(_ key: String) -> Words {
        let longitude = "\(Double(number(-1_799_999..<1_799_999)) / 10_000)"
        let latitude = "\(Double(number(-849_999..<849_999)) / 10_000)"
        switch number(0..<4) {
        case 0, 1: return ["GEOADD", key, longitude, latitude, member()]
        case 2:
            let options: [Words] = [[], ["ASC"], ["STOREDIST"], ["COUNT", "2"]]
            return [
                "GEOSEARCHSTORE", key, name(), "FROMLONLAT", longitude, latitude, "BYRADIUS",
                "5000", "km",
            ] + one(of: options)
        default: return ["GEORADIUS", key, longitude, latitude, "9000", "km", "STORE", name()]
        }
    }
}
