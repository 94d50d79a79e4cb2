/// Random commands on the keys of a ``RandomDataset`` and on others, some of them on whole
/// databases, some in transactions.
public struct RandomTail {
    private var generator: SeededGenerator

    /// Commands of a seed.
    public init(seed: UInt64) {
        generator = SeededGenerator(seed: seed)
    }

    /// As many commands, as a log holds them.
    public func commands(count: Int) -> [UInt8] {
        var copy = self
        return (0..<count).flatMap { _ in copy.next() } + copy.ending()
    }

    private mutating func number(_ range: Range<Int>) -> Int {
        .random(in: range, using: &generator)
    }

    private mutating func key() -> String {
        // Names of the dataset end in random bytes: most of these are new, some are not.
        number(0..<3) == 0 ? "key:\(number(0..<120)):" : "new:\(number(0..<20))"
    }

    private mutating func next() -> [UInt8] {
        switch number(0..<16) {
        case 0: LogText.commands("SELECT \(number(0..<4))")
        case 1: LogText.commands("SWAPDB \(number(0..<4)) \(number(0..<4))")
        case 2: number(0..<4) == 0 ? LogText.commands("FLUSHDB") : LogText.commands("PING")
        case 3: LogText.commands("RENAME \(key()) \(key())")
        case 4: LogText.commands("COPY \(key()) \(key()) DB \(number(0..<4)) REPLACE")
        case 5: LogText.commands("MOVE \(key()) \(number(0..<4))")
        case 6: LogText.commands("DEL \(key()) \(key())")
        case 7: LogText.commands("MULTI", "SET \(key()) 1", "SELECT 1", "FLUSHDB", "DISCARD")
        case 8: LogText.commands("MULTI", "SADD \(key()) a", "RPUSH \(key()) b", "EXEC")
        case 9: LogText.commands("SUNIONSTORE \(key()) \(key()) \(key())")
        case 10: LogText.commands("PEXPIREAT \(key()) 4102444800000")
        case 11: LogText.commands("HSET \(key()) f v")
        case 12: LogText.commands("SORT \(key()) BY key:* GET # STORE \(key())")
        default: LogText.commands("SET \(key()) \(number(0..<1000))")
        }
    }

    /// Sometimes a transaction without an end.
    private mutating func ending() -> [UInt8] {
        number(0..<4) == 0 ? LogText.commands("MULTI", "FLUSHALL") : []
    }
}
