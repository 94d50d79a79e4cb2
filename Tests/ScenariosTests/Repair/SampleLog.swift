import RedoubtBytes
import RedoubtTestSupport

/// A log whose commands are known, each with the place where it stands.
struct SampleLog {
    private(set) var commands: [[ByteString]] = []
    private(set) var ranges: [Range<Int>] = []
    private(set) var bytes: [UInt8] = []

    init(_ commands: [[ByteString]]) {
        for command in commands { append(command) }
    }

    private mutating func append(_ command: [ByteString]) {
        let record = LogText.command(command)
        commands.append(command)
        ranges.append(bytes.count..<(bytes.count + record.count))
        bytes += record
    }

    /// Random commands with values of any bytes; some values hold a log.
    init(seed: UInt64, count: Int, holdsLogs: Bool = true) {
        var generator = SeededGenerator(seed: seed)
        self.init(Self.random(&generator, count: count, depth: holdsLogs ? 2 : 0))
    }

    private static func random(
        _ generator: inout SeededGenerator,
        count: Int,
        depth: Int
    ) -> [[ByteString]] {
        var commands: [[ByteString]] = [["SELECT", "0"]]
        while commands.count < count {
            let key = ByteString("key:\(Int.random(in: 0..<1000, using: &generator))")
            switch Int.random(in: 0..<12, using: &generator) {
            case 0...3: commands.append(["SET", key, text(&generator)])
            case 4: commands.append(["HSET", key, "field", text(&generator), "other", "1"])
            case 5:
                let many = Int.random(in: 1..<40, using: &generator)
                commands.append(["RPUSH", key] + (0..<many).map { ByteString("e\($0)") })
            case 6: commands.append(["DEL", key, "other"])
            case 7 where depth > 0:
                let inner = random(&generator, count: 6, depth: depth - 1)
                let tail = Bool.random(using: &generator) ? Array("tail".utf8) : []
                commands.append(["SET", key, ByteString(inner.flatMap(LogText.command) + tail)])
            case 8:
                let many = Int.random(in: 0..<4, using: &generator)
                commands.append(["MULTI"])
                // Each tells how many there are.
                let count = ByteString("\(many)")
                commands += (0..<many).map { ["INCRBY", ByteString("counter:\($0)"), count] }
                commands.append(["EXEC"])
            case 9:
                let database = Int.random(in: 0..<5, using: &generator)
                commands.append(["SELECT", ByteString("\(database)")])
            default: commands.append(["PEXPIREAT", key, "1893456000000"])
            }
        }
        return commands
    }

    private static func text(_ generator: inout SeededGenerator) -> ByteString {
        let count = Int.random(in: 0..<30, using: &generator)
        return ByteString((0..<count).map { _ in .random(in: 0...255, using: &generator) })
    }

    /// The commands that a range of damaged bytes leaves alone, transactions as a whole.
    func commands(outside damage: Range<Int>) -> [[ByteString]] {
        var kept: [[ByteString]] = []
        var transaction: [[ByteString]]?
        var isHit = false
        for (command, range) in zip(commands, ranges) {
            if command == ["MULTI"] {
                transaction = []
                isHit = false
            }
            isHit = isHit || range.overlaps(damage)
            if transaction == nil {
                if !isHit { kept.append(command) }
                isHit = false
            } else {
                transaction?.append(command)
                if command == ["EXEC"] {
                    if !isHit { kept += transaction ?? [] }
                    transaction = nil
                    isHit = false
                }
            }
        }
        return kept
    }

    /// The commands of a log; line ends may be damaged as far as servers tolerate it.
    static func read(_ bytes: [UInt8]) throws -> [[ByteString]] {
        var commands: [[ByteString]] = []
        var place = 0
        func line(_ mark: UInt8) throws -> Int {
            guard place < bytes.count, bytes[place] == mark,
                let end = bytes[place...].firstIndex(of: UInt8(ascii: "\n")),
                case let line = bytes[(place + 1)..<end],
                case let digits = line.prefix(while: { (48...57).contains($0) }),
                let number = Int(String(decoding: digits, as: UTF8.self))
            else { throw TestFailure("no line at \(place)") }
            place = end + 1
            return number
        }
        while place < bytes.count {
            let count = try line(UInt8(ascii: "*"))
            var words: [ByteString] = []
            for _ in 0..<count {
                let size = try line(UInt8(ascii: "$"))
                words.append(ByteString(Array(bytes[place..<(place + size)])))
                place += size + 2
            }
            commands.append(words)
        }
        return commands
    }
}
