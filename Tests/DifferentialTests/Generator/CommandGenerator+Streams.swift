extension CommandGenerator {
    private mutating func id() -> String { "\(number(1..<30))-\(number(0..<4))" }

    private mutating func group() -> String { one(of: ["g1", "g2"]) }

    private mutating func consumer() -> String { one(of: ["c1", "c2", "c3"]) }

    mutating func stream() -> Words {
        let key = name(.stream)
        switch number(0..<20) {
        case 0, 1: return ["XADD", key, "*", field(), value()]
        case 2, 3: return ["XADD", key, id(), field(), value(), field(), value()]
        case 4:
            let limit = "\(number(0..<5))"
            return ["XADD", key, "MAXLEN", one(of: ["=", "~"]), limit, "*", field(), value()]
        case 5: return ["XADD", key, "NOMKSTREAM", "*", field(), value()]
        case 6:
            return one(of: [
                ["XTRIM", key, "MAXLEN", "\(number(0..<5))"], ["XTRIM", key, "MINID", "10-1"],
            ])
        case 7: return ["XDEL", key, id()]
        case 8: return ["XSETID", key, "9999999999999-\(number(0..<9))"]
        case 9..<12: return delivery(key)
        default: return groups(key)
        }
    }

    private mutating func delivery(_ key: String) -> Words {
        let options: [Words] = [[], ["NOACK"], ["COUNT", "2"]]
        return ["XREADGROUP", "GROUP", group(), consumer()] + one(of: options)
            + ["STREAMS", key, ">"]
    }

    private mutating func groups(_ key: String) -> Words {
        switch number(0..<8) {
        case 0, 1:
            return ["XGROUP", "CREATE", key, group(), one(of: ["$", "0", id()])]
                + one(of: [[], ["MKSTREAM"]])
        case 2: return ["XGROUP", "SETID", key, group(), id()]
        case 3:
            return one(of: [
                ["XGROUP", "DESTROY", key, group()],
                ["XGROUP", "CREATECONSUMER", key, group(), consumer()],
                ["XGROUP", "DELCONSUMER", key, group(), consumer()],
            ])
        case 4: return ["XACK", key, group(), id()]
        case 5, 6:
            let options: [Words] = [[], ["JUSTID"], ["COUNT", "1"]]
            return ["XAUTOCLAIM", key, group(), consumer(), "0", "0"] + one(of: options)
        default:
            let options: [Words] = [[], ["FORCE"], ["JUSTID"], ["RETRYCOUNT", "3"]]
            return ["XCLAIM", key, group(), consumer(), "0", id()] + one(of: options)
        }
    }
}
