import RedoubtBytes

/// A log that touches one key in a hundred of the mixed snapshot, each with one to three commands
/// that fit its type.
struct TailLog: ~Copyable {
    private var log: LogFile
    private var random = SeededRandom(seed: 17)
    /// Counts the stream entries, so that their ids ascend.
    private var entry = 0

    static func write(_ path: String, keyCount: Int) throws(Fault) {
        var tail = try TailLog(path)
        for hundred in 0..<(keyCount / 100) {
            let key = MixedKey(hundred * 100 + tail.random.next(below: 100))
            for _ in 0...tail.random.next(below: 3) { try tail.touch(key) }
        }
        try tail.log.commit()
    }

    private init(_ path: String) throws(Fault) {
        log = try LogFile(path)
    }

    private mutating func touch(_ key: MixedKey) throws(Fault) {
        let dice = random.next(below: 100)
        if dice < 5 {
            try log.command("PEXPIREAT", arguments: 2)
            log.key(key)
            return log.number(4_102_444_800_000)
        }
        if dice < 7 {
            try log.command("DEL", arguments: 1)
            return log.key(key)
        }
        switch key.shape {
        case .letters, .document: try setString(key)
        case .counter:
            try log.command("INCRBY", arguments: 2)
            log.key(key)
            log.number(Int64(dice))
        case .smallHash, .bigHash: try setField(key)
        case .list, .bigList: try changeList(key, dice)
        case .integerSet, .set: try changeSet(key, dice)
        case .sortedSet, .bigSortedSet: try changeScore(key, dice)
        case .stream: try addEntry(key)
        }
    }

    private mutating func setString(_ key: MixedKey) throws(Fault) {
        try log.command("SET", arguments: 2)
        log.key(key)
        log.letters(100, &random)
    }

    private mutating func setField(_ key: MixedKey) throws(Fault) {
        try log.command("HSET", arguments: 5)
        log.key(key)
        for _ in 0..<2 {
            log.key("field:", random.next(below: 6))
            log.letters(16, &random)
        }
    }

    private mutating func changeList(_ key: MixedKey, _ dice: Int) throws(Fault) {
        if dice < 30 {
            try log.command("LPOP", arguments: 1)
            return log.key(key)
        }
        try log.command("RPUSH", arguments: 2)
        log.key(key)
        log.letters(12, &random)
    }

    private mutating func changeSet(_ key: MixedKey, _ dice: Int) throws(Fault) {
        try log.command(dice < 30 ? "SREM" : "SADD", arguments: 2)
        log.key(key)
        if key.shape == .integerSet {
            log.number(Int64(random.next(below: 1_000_000)))
        } else {
            log.key("member:", random.next(below: 1_000_000))
        }
    }

    private mutating func changeScore(_ key: MixedKey, _ dice: Int) throws(Fault) {
        try log.command(dice < 30 ? "ZINCRBY" : "ZADD", arguments: 3)
        log.key(key)
        log.number(Int64(random.next(below: 1000)))
        log.key("player:", random.next(below: 400))
    }

    /// With an id beyond those of the snapshot.
    private mutating func addEntry(_ key: MixedKey) throws(Fault) {
        entry += 1
        try log.command("XADD", arguments: 4)
        log.key(key)
        log.key("", 1_800_000_000_000 + entry)
        log.word("f0")
        log.letters(12, &random)
    }
}
