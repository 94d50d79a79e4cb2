import RedoubtBytes

/// A log of commands on all types, a few of them over several keys or in transactions.
struct MixedLog: ~Copyable {
    private var log: LogFile
    private var random = SeededRandom(seed: 13)
    /// How many keys of each type there can be.
    private let keyCount: Int
    private var lastEntry: Int64 = 1_700_000_000_000

    static func write(_ path: String, count: Int) throws(Fault) {
        var mixed = try MixedLog(path, keyCount: max(1, count / 8))
        for index in 0..<count {
            if index % 1000 == 500 {
                try mixed.transaction()
            } else {
                try mixed.command()
            }
        }
        try mixed.log.commit()
    }

    private init(_ path: String, keyCount: Int) throws(Fault) {
        log = try LogFile(path)
        self.keyCount = keyCount
    }

    private mutating func transaction() throws(Fault) {
        try log.command("MULTI", arguments: 0)
        for _ in 0..<4 { try command() }
        try log.command("EXEC", arguments: 0)
    }

    private mutating func command() throws(Fault) {
        switch random.next(below: 1000) {
        case ..<400: try string()
        case ..<600: try hash()
        case ..<750: try list()
        case ..<850: try set()
        case ..<960: try sortedSet()
        case ..<980: try stream()
        case ..<996: try key()
        default: try severalKeys()
        }
    }

    private mutating func someKey(_ prefix: StaticString) {
        log.key(prefix, random.next(below: keyCount))
    }

    private mutating func string() throws(Fault) {
        switch random.next(below: 20) {
        case ..<13:
            try log.command("SET", arguments: 2)
            someKey("string:")
            log.letters(180, &random)
        case ..<16:
            try log.command("SET", arguments: 4)
            someKey("session:")
            log.document(&random)
            log.word("PXAT")
            log.number(4_102_444_800_000 + Int64(random.next(below: 1_000_000)))
        case ..<17:
            try log.command("APPEND", arguments: 2)
            someKey("string:")
            log.letters(8, &random)
        default:
            try log.command("INCRBY", arguments: 2)
            someKey("counter:")
            log.number(Int64(random.next(below: 100)))
        }
    }

    private mutating func hash() throws(Fault) {
        switch random.next(below: 20) {
        case ..<14:
            try log.command("HSET", arguments: 7)
            someKey("hash:")
            for _ in 0..<3 {
                log.key("field:", random.next(below: 20))
                log.letters(16, &random)
            }
        case ..<18:
            try log.command("HINCRBY", arguments: 3)
            someKey("hash:")
            log.word("visits")
            log.number(1)
        default:
            try log.command("HDEL", arguments: 2)
            someKey("hash:")
            log.key("field:", random.next(below: 20))
        }
    }

    private mutating func list() throws(Fault) {
        switch random.next(below: 20) {
        case ..<14:
            try log.command(random.next(below: 2) == 0 ? "RPUSH" : "LPUSH", arguments: 5)
            someKey("list:")
            for _ in 0..<4 { log.letters(14, &random) }
        case ..<17:
            try log.command("LPOP", arguments: 1)
            someKey("list:")
        default:
            try log.command("LTRIM", arguments: 3)
            someKey("list:")
            log.number(0)
            log.number(99)
        }
    }

    private mutating func set() throws(Fault) {
        let adds = random.next(below: 20) < 16
        try log.command(adds ? "SADD" : "SREM", arguments: adds ? 5 : 2)
        someKey("set:")
        for _ in 0..<(adds ? 4 : 1) { log.key("member:", random.next(below: 1000)) }
    }

    private mutating func sortedSet() throws(Fault) {
        switch random.next(below: 20) {
        case ..<14:
            try log.command("ZADD", arguments: 7)
            someKey("ranking:")
            for _ in 0..<3 {
                log.number(Int64(random.next(below: 1_000_000)))
                log.key("player:", random.next(below: 400))
            }
        case ..<18:
            try log.command("ZINCRBY", arguments: 3)
            someKey("ranking:")
            log.number(Int64(random.next(below: 50)))
            log.key("player:", random.next(below: 400))
        default:
            try log.command("ZREM", arguments: 2)
            someKey("ranking:")
            log.key("player:", random.next(below: 400))
        }
    }

    private mutating func stream() throws(Fault) {
        lastEntry += 1
        try log.command("XADD", arguments: 6)
        log.key("events:", random.next(below: max(1, keyCount / 50)))
        log.key("", Int(lastEntry))
        for field in 0..<2 {
            log.key("f", field)
            log.letters(24, &random)
        }
    }

    private mutating func key() throws(Fault) {
        if random.next(below: 2) == 0 {
            try log.command("DEL", arguments: 2)
            someKey("string:")
            someKey("hash:")
        } else {
            try log.command("PEXPIREAT", arguments: 2)
            someKey("hash:")
            log.number(4_102_444_800_000)
        }
    }

    private mutating func severalKeys() throws(Fault) {
        switch random.next(below: 4) {
        case 0:
            try log.command("SMOVE", arguments: 3)
            someKey("set:")
            someKey("set:")
            log.key("member:", random.next(below: 1000))
        case 1:
            try log.command("LMOVE", arguments: 4)
            someKey("list:")
            someKey("list:")
            log.word("LEFT")
            log.word("RIGHT")
        case 2:
            try log.command("SUNIONSTORE", arguments: 3)
            for _ in 0..<3 { someKey("set:") }
        default:
            try log.command("MSET", arguments: 4)
            for _ in 0..<2 {
                someKey("string:")
                log.letters(60, &random)
            }
        }
    }
}
