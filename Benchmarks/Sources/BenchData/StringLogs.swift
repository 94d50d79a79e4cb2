import RedoubtBytes

/// Logs of SET commands of some 120 bytes.
enum StringLogs {
    /// Every key once.
    static func writeDistinct(_ path: String, count: Int) throws(Fault) {
        try write(path, count: count) { index, _ in index }
    }

    /// Each of `count / 40` keys 40 times, in random order.
    static func writeOverwritten(_ path: String, count: Int) throws(Fault) {
        let keyCount = max(1, count / 40)
        try write(path, count: count) { index, random in
            // The first round sees to it that every key is there.
            index < keyCount ? index : random.next(below: keyCount)
        }
    }

    /// One string of `byteCount` bytes among a few small ones.
    static func writeGiant(_ path: String, byteCount: Int) throws(Fault) {
        var log = try LogFile(path)
        var random = SeededRandom(seed: 11)
        for number in 0..<3 {
            try log.command("SET", arguments: 2)
            log.key("key:", number)
            if number == 1 { try log.giant(byteCount) } else { log.letters(20, &random) }
        }
        try log.commit()
    }

    private static func write(
        _ path: String,
        count: Int,
        number: (Int, inout SeededRandom) -> Int
    ) throws(Fault) {
        var log = try LogFile(path)
        var random = SeededRandom(seed: 5)
        for index in 0..<count {
            try log.command("SET", arguments: 2)
            log.key("key:", 1_000_000_000 + number(index, &random))
            // Four in five do not compress, as tokens and hashes do not.
            if index % 5 == 4 { log.document(&random) } else { log.letters(80, &random) }
        }
        try log.commit()
    }
}
