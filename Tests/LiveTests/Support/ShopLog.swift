import RedoubtBytes
import RedoubtTestSupport

/// A log of a shop: orders, carts and queues, with transactions and three databases.
struct ShopLog {
    private(set) var bytes: [UInt8] = []
    /// Where the commands stand that belong together: a transaction is one entry.
    private(set) var units: [(range: Range<Int>, commandCount: Int)] = []

    /// Number of commands, `MULTI` and `EXEC` among them.
    var commandCount: Int { units.reduce(0) { $0 + $1.commandCount } }

    init(commandCount: Int) {
        var generator = SeededGenerator(seed: 1)
        var count = 1
        append([["SELECT", "0"]])
        while count < commandCount {
            let unit = Self.unit(&generator)
            guard count + unit.count <= commandCount else { continue }
            count += unit.count
            append(unit)
        }
    }

    private mutating func append(_ unit: [[ByteString]]) {
        let start = bytes.count
        for command in unit {
            bytes += Array("*\(command.count)\r\n".utf8)
            for word in command {
                bytes += Array("$\(word.count)\r\n".utf8) + word.array + [13, 10]
            }
        }
        units.append((start..<bytes.count, unit.count))
    }

    /// A command, or a transaction.
    private static func unit(_ generator: inout SeededGenerator) -> [[ByteString]] {
        let number = Int.random(in: 0..<5000, using: &generator)
        switch Int.random(in: 0..<100, using: &generator) {
        case 0..<45:
            let text = (0..<Int.random(in: 0..<60, using: &generator)).map { _ in
                UInt8.random(in: 0...255, using: &generator)
            }
            return [["SET", ByteString("order:\(number)"), ByteString(text)]]
        case 45..<65: return [words("HSET cart:\(number) item \(number % 7) count 2")]
        case 65..<75: return [words("RPUSH queue:\(number % 50) \(number) x")]
        case 75..<85: return [words("ZADD ranking \(number) member:\(number % 900)")]
        case 85..<92: return [words("DEL order:\(number)")]
        case 92..<97:
            return [["MULTI"], ["INCR", "sold"], words("SADD buyers \(number)"), ["EXEC"]]
        default: return [words("SELECT \(number % 3)")]
        }
    }

    private static func words(_ line: String) -> [ByteString] {
        line.split(separator: " ").map { ByteString(String($0)) }
    }

    /// The log without the units that a range of damage touches.
    func bytes(without damage: Range<Int>) -> (bytes: [UInt8], commandCount: Int) {
        var kept: [UInt8] = []
        var count = 0
        for unit in units where !unit.range.overlaps(damage) {
            kept += bytes[unit.range]
            count += unit.commandCount
        }
        return (kept, count)
    }
}
